import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isNotMe } from "@/lib/addresses/not-me";
import { readConfirmation, refuseAddress } from "@/lib/confirmations/link";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { signLink } from "@/lib/links/token";
import { readImportFile } from "@/lib/members/import/read";
import { runImport } from "@/lib/members/import/run";
import { getMember } from "@/lib/members/queries";
import { drainInbox } from "@/lib/messages/drain";
import { foldFacts } from "@/lib/messages/fold";
import { readUnsubscription, unsubscribe } from "@/lib/unsubscriptions/link";
import { ANNA } from "@/tests/support/actor";
import { tracesOf } from "@/tests/support/traces";
import { OnePerson } from "./one-person";

let one: OnePerson;
beforeAll(async () => {
  one = await OnePerson.open();
});
beforeEach(() => one.next());
afterAll(() => one?.desk.close());

describe("what the person has said and what came back", () => {
  test("holds when the address is added again, here and elsewhere", async () => {
    const id = await one.confirmed();
    const mailingId = await one.mailed();
    const token = await one.linkOf(mailingId);
    await unsubscribe(token);
    await one.erase(id);
    expect(await one.left()).toEqual([]);
    expect(await one.desk.sql`select from suppressions where address like '%sarskild%'`).toHaveLength(0);
    expect(await readUnsubscription(token)).toMatchObject({ state: "unsubscribed", address: null });

    const other = (await one.desk.arrange.office()).id;
    expect(await one.statusOf(await one.add({}, other))).toBe("problem_blocked");
    expect(await one.desk.sql`select problem from suppressions where address = ${one.address}`).toEqual([
      { problem: "problem_unsubscribed" },
    ]);
    expect(await one.statusOf(await one.add())).toBe("problem_unsubscribed");
    expect(await one.desk.sql`select from erased_problems where office_id = ${one.office}`).toHaveLength(0);
    expect(
      await one.desk.sql`select from erased_addresses where problem is not null and address is not null`,
    ).toHaveLength(0);
  });

  test("holds when the address comes back in a list", async () => {
    const id = await one.confirmed();
    await unsubscribe(await one.linkOf(await one.mailed()));
    await one.erase(id);
    const file = await readImportFile(
      Buffer.from(`Efternamn;E-post\nNy;${one.address}\nTom;fri@example.org\n`),
    );
    if (!("rows" in file)) throw new Error("the list was not understood");
    await withOffice(one.office, (tx) => runImport(tx, one.office, ANNA, file, "sv"));
    const rows = await one.desk
      .sql`select email, email_status from members where office_id = ${one.office} order by 1`;
    expect(rows.map(({ email, email_status }) => [email, email_status])).toEqual([
      ["fri@example.org", "unconfirmed"],
      [one.address, "problem_unsubscribed"],
    ]);
  });

  test("'it was not me' holds for this office, and only for it", async () => {
    const id = await one.add();
    await one.desk.sql`
      update members set email_status = 'confirmation_requested', email_status_at = now() - interval '1 day'
      where id = ${id}`;
    const [mailing] = await one.desk.sql`
      insert into mailings (office_id, kind, state) values (${one.office}, 'confirmation_request', 'sent') returning id`;
    const [message] = await one.desk.sql`
      insert into messages (office_id, mailing_id, position, address, name, language, "values")
      values (${one.office}, ${mailing?.id}, 0, ${one.address}, ${one.lastName}, 'sv', '{}') returning id`;
    await one.desk.sql`
      insert into message_cards (office_id, message_id, mailing_id, member_id)
      values (${one.office}, ${message?.id}, ${mailing?.id}, ${id})`;
    const token = signLink("confirm", message?.id, 1);
    expect((await refuseAddress(token)).state).toBe("refused");
    await one.erase(id);
    expect(await one.left()).toEqual([]);
    expect(await readConfirmation(token)).toMatchObject({ state: "gone", address: null });
    const back = await one.add();
    expect(await one.statusOf(back)).toBe("problem_unsubscribed");
    const cause = withOffice(one.office, async (tx) =>
      isNotMe(tx, one.office, await getMember(tx, one.office, back)),
    );
    expect(await cause).toBe(true);
    expect(await one.statusOf(await one.add({}, (await one.desk.arrange.office()).id))).toBe("unconfirmed");
  });

  test("what another office's card carries stays known there", async () => {
    const other = (await one.desk.arrange.office()).id;
    const theirs = await one.confirmed({ firstName: "Ö", lastName: "Annorstädes" }, other);
    const id = await one.confirmed();
    const token = await one.linkOf(await one.mailed());
    await one.erase(id);
    expect(await one.statusOf(theirs)).toBe("confirmed");
    expect((await readUnsubscription(token)).state).toBe("open");
    expect((await unsubscribe(token)).state).toBe("unsubscribed");
    expect((await readUnsubscription(token)).state).toBe("unsubscribed");
    expect(await one.statusOf(theirs)).toBe("problem_blocked");
    expect(await one.desk.sql`select from address_problems where office_id = ${one.office}`).toHaveLength(0);
    expect(await one.statusOf(await one.add())).toBe("problem_unsubscribed");
  });

  test("a link pressed after the erasure is heard, by a card that came back before it too", async () => {
    const id = await one.confirmed();
    const token = await one.linkOf(await one.mailed());
    await one.erase(id);
    const again = await one.confirmed();
    await unsubscribe(token);
    expect(await one.statusOf(again)).toBe("problem_unsubscribed");
    await one.erase(again);
    expect(await tracesOf(one.desk.sql, one.address)).toEqual([]);
    expect(await one.statusOf(await one.add())).toBe("problem_unsubscribed");
  });

  test("a report that comes in late is held against the address, and read nowhere", async () => {
    const id = await one.confirmed();
    const mailingId = await one.mailed();
    const [attempt] = await one.desk.sql`
      select a.id from attempts a join messages m on m.id = a.message_id where m.mailing_id = ${mailingId}`;
    await one.erase(id);
    const event = (type: string) => ({
      type,
      created_at: "2026-11-25T12:00:00.000Z",
      data: {
        email_id: "re_9",
        to: [one.address],
        subject: `Hej ${one.lastName}`,
        tags: { attempt: attempt?.id },
      },
    });
    for (const type of ["email.complained", "email.of_tomorrow"]) {
      await one.desk.sql`
        insert into provider_events (event_id, type, payload)
        values (${`late_${type}_${one.number}`}, ${type}, ${one.desk.sql.json(event(type))})`;
    }
    await drainInbox();
    expect(await one.left()).toEqual([]);
    expect((await one.messageOf(mailingId)).status).toBe("spam");
    expect(await one.statusOf(await one.add())).toBe("problem_spam");
  });

  test("what the receiving side says of an erased person's mail is not kept", async () => {
    const id = await one.confirmed();
    const mailingId = await one.mailed();
    const { id: messageId } = await one.messageOf(mailingId);
    const [attempt] = await one.desk.sql`select id from attempts where message_id = ${messageId}`;
    await one.erase(id);
    await asSystem((tx) =>
      foldFacts(tx, [
        {
          attemptId: attempt?.id,
          fact: "bounced",
          source: "event",
          key: `late ${messageId}`,
          reason: {
            code: "undeliverable",
            detail: `550 ${one.address}`,
            enhanced: "5.1.1",
            host: "sarskild",
          },
          occurredAt: new Date(),
        },
      ]),
    );
    expect(await one.messageOf(mailingId)).toMatchObject({
      status: "bounced",
      reason: { code: "undeliverable", enhanced: "5.1.1" },
    });
    expect(await one.left()).toEqual([]);
  });

  test("what the provider said when it refused an erased person's mail is not kept", async () => {
    const id = await one.confirmed();
    const mailingId = await one.mailed();
    const failure = { kind: "refused", status: 422, name: "validation_error", message: `no: ${one.address}` };
    await one.desk.sql`
      update batches set state = 'refused', failure = ${one.desk.sql.json(failure)} where mailing_id = ${mailingId}`;
    await one.erase(id);
    expect(await one.left()).toEqual([]);
    expect(
      await one.desk.sql`select failure ->> 'status' as status from batches where mailing_id = ${mailingId}`,
    ).toEqual([{ status: "422" }]);
  });
});
