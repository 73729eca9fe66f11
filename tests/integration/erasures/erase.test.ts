import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isNotMe } from "@/lib/addresses/not-me";
import { readConfirmation, refuseAddress } from "@/lib/confirmations/link";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { finishErasures } from "@/lib/erasures/finish";
import { NotFound } from "@/lib/errors";
import { signLink } from "@/lib/links/token";
import { completeMailing } from "@/lib/mailings/complete";
import { readImportFile } from "@/lib/members/import/read";
import { runImport } from "@/lib/members/import/run";
import { keepUpload, purgeImports } from "@/lib/members/imports";
import { type CardInput, cardSchema } from "@/lib/members/input";
import { getMember } from "@/lib/members/queries";
import { createMember, deleteMember, updateMember } from "@/lib/members/write";
import { drainInbox } from "@/lib/messages/drain";
import { foldFacts } from "@/lib/messages/fold";
import { handOver } from "@/lib/messages/hand-over";
import { getMessageHistory } from "@/lib/messages/history";
import { beginCalls, reopenBatch } from "@/lib/messages/open-batch";
import { recordAccepted } from "@/lib/messages/record-accepted";
import { mailingsToRetry } from "@/lib/messages/retry";
import { readUnsubscription, unsubscribe } from "@/lib/unsubscriptions/link";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
import { tracesOf } from "@/tests/support/traces";

let desk: Desk;
let office: string;
let number = 0;
let address: string;
/** Of nobody else: what is found of it is the person's. */
let lastName: string;
beforeAll(async () => {
  desk = await openDesk();
});
beforeEach(async () => {
  office = (await desk.arrange.office()).id;
  number++;
  address = `orjan${number}@sarskild${number}.example`;
  lastName = `Särskild${number}x`;
});
afterAll(() => desk?.close());

const add = (input: CardInput = {}, to = office) =>
  withOffice(to, (tx) =>
    createMember(
      tx,
      to,
      ANNA,
      cardSchema.parse({ firstName: "Örjan", lastName, email: address, ...input }),
      "sv",
    ),
  );

async function confirmed(input: CardInput = {}, to = office): Promise<string> {
  const id = await add(input, to);
  await desk.sql`update members set email_status = 'confirmed' where id = ${id}`;
  return id;
}

const erase = (id: string) => eraseMember(office, ANNA, id);

const statusOf = async (id: string) =>
  (await desk.sql`select email_status from members where id = ${id}`)[0]?.email_status;

const messageOf = async (mailingId: string) =>
  (await desk.sql`select * from messages where mailing_id = ${mailingId} order by position`)[0] ?? {};

/** A mailing to all who are confirmed, sent and answered. */
async function mailed(recipients: number, input = {}) {
  const { mailingId, total } = await desk.prepared(office, recipients, input);
  await desk.sendAll(office, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  return mailingId;
}

async function left(): Promise<string[]> {
  return [...(await tracesOf(desk.sql, address)), ...(await tracesOf(desk.sql, lastName))];
}

describe("erasing a person", () => {
  test("leaves neither name nor address in any table, and the statistics as they were", async () => {
    const id = await confirmed({ street: "Särskildavägen 1", notes: `${lastName} spelar dragspel` });
    await desk.arrange.members(office, [{ email: "annan@example.org" }]);
    const mailingId = await mailed(2);
    const { version } = await withOffice(office, (tx) => getMember(tx, office, id));
    const card = cardSchema.parse({ firstName: "Örjan", lastName, email: address, city: "Nagu" });
    await withOffice(office, (tx) => updateMember(tx, office, ANNA, id, version, card));
    await desk.sql`
      update facts set reason = jsonb_build_object('code', 'delivered', 'host', 'sarskild', 'detail', ${address}::text)
      where message_id in (select id from messages where address = ${address})`;
    const counts = await desk.counts(mailingId);
    expect(new Set(await left())).toEqual(
      new Set(["facts", "log_entries", "members", "messages", "provider_events"]),
    );

    await erase(id);

    expect(await left()).toEqual([]);
    expect(await desk.counts(mailingId)).toEqual(counts);
    const [message] = await desk.sql`
      select id, name, values, status, delivered, attempt_count, stopped from messages
      where mailing_id = ${mailingId} and address = ''`;
    expect(message).toMatchObject({
      name: "",
      values: { association: "Byns ungdomsförening" },
      status: "sent",
      delivered: true,
      stopped: null,
    });
    const history = await withOffice(office, (tx) =>
      getMessageHistory(tx, office, mailingId, message?.id ?? ""),
    );
    expect(history.timeline.map(({ kind }) => kind)).toContain("learnt");
    expect(await desk.sql`select from messages where mailing_id = ${mailingId} and name <> ''`).toHaveLength(
      1,
    );
    expect(await desk.sql`select from erasures`).toHaveLength(0);
  });

  test("tells the log, and takes the name out of it, of this card alone", async () => {
    const id = await confirmed();
    const other = await add({ firstName: "Nils", email: "" });
    await erase(id);
    const entries = await desk.sql`
      select act, object_id, object_name, actor_name from log_entries where office_id = ${office} order by at`;
    expect(entries.map(({ act, object_id, object_name }) => [act, object_id, object_name])).toEqual([
      ["card.created", id, ""],
      ["card.created", other, `Nils ${lastName}`],
      ["card.erased", id, ""],
    ]);
    expect(entries[2]?.actor_name).toBe("Anna Ek");
  });

  test("finds nothing in another office, and nothing twice", async () => {
    const id = await confirmed();
    const elsewhere = (await desk.arrange.office()).id;
    await expect(eraseMember(elsewhere, ANNA, id)).rejects.toThrow(NotFound);
    await expect(eraseMember(office, ANNA, "not-an-id")).rejects.toThrow(NotFound);
    await erase(id);
    await expect(erase(id)).rejects.toThrow(NotFound);
  });

  test("takes a double along that was only removed before", async () => {
    const double = await confirmed();
    await mailed(1);
    await withOffice(office, (tx) => deleteMember(tx, office, ANNA, double));
    const id = await confirmed();
    await mailed(1);
    await erase(id);
    expect(await tracesOf(desk.sql, address)).toEqual([]);
    expect(await desk.sql`select from messages where office_id = ${office} and name <> ''`).toHaveLength(0);
  });

  test("forgets a list that was uploaded and not written, a day later at the most", async () => {
    const content = Buffer.from(`Förnamn;Efternamn;E-post\nÖrjan;X;${address}\n`);
    await withOffice(office, (tx) =>
      keepUpload(tx, office, { fileName: "lista.csv", content, createdBy: ANNA.id }),
    );
    expect(await tracesOf(desk.sql, address)).toEqual(["imports"]);
    await desk.sql`update imports set created_at = now() - interval '25 hours' where office_id = ${office}`;
    await asSystem(purgeImports);
    expect(await left()).toEqual([]);
  });
});

describe("while a mailing is under way", () => {
  test("what was not handed over is not sent", async () => {
    const id = await confirmed();
    const { mailingId, total } = await desk.prepared(office, 1);
    await erase(id);
    expect(await messageOf(mailingId)).toMatchObject({ name: "", address: "", stopped: "gone" });
    await desk.sendAll(office, mailingId, total);
    expect(await desk.outbox(address)).toEqual([]);
    expect(await desk.counts(mailingId)).toEqual({ bounced: 1 });
    const [mailing] = await desk.sql`select state from mailings where id = ${mailingId}`;
    expect(mailing?.state).toBe("sent");
    expect(await left()).toEqual([]);
  });

  test("what came back for a while is not tried again", async () => {
    address = `full+${number}@resend.dev`;
    const id = await confirmed();
    const mailingId = await mailed(1);
    expect((await messageOf(mailingId)).status).toBe("soft_bounced");
    await erase(id);
    expect(await messageOf(mailingId)).toMatchObject({
      status: "bounced",
      reason: { code: "stopped_gone" },
      next_attempt_at: null,
    });
    expect((await mailingsToRetry()).map((mailing) => mailing.mailingId)).not.toContain(mailingId);
    expect(await left()).toEqual([]);
  });

  test("what is in the provider's hands stays the same byte for byte until the answer", async () => {
    const id = await confirmed();
    const { mailingId } = await desk.prepared(office, 1);
    const [batch] = await handOver(office, mailingId, 0);
    if (!batch) throw new Error("nothing was handed over");
    const call = (await beginCalls(office, [batch.id])).get(batch.id);
    await erase(id);
    expect((await messageOf(mailingId)).address).toBe(address);
    expect((await reopenBatch(office, batch.id))?.body.bytes.equals(batch.body.bytes)).toBe(true);
    await desk.sql`update erasures set due_at = now()`;
    await finishErasures();
    expect((await messageOf(mailingId)).address).toBe(address);

    await recordAccepted(office, [{ batch, calledAt: call?.at ?? new Date(), providerIds: ["re_1"] }]);
    await desk.sql`update erasures set due_at = now()`;
    await finishErasures();
    expect(await messageOf(mailingId)).toMatchObject({
      name: "",
      address: "",
      status: "sent",
      stopped: null,
    });
    expect(await left()).toEqual([]);
    expect(await completeMailing(office, mailingId)).toBe(true);
  });

  test("a process that dies between card and messages leaves nothing behind", async () => {
    const id = await confirmed();
    const mailingId = await mailed(1);
    /* As if `finishErasure` had never run: the first transaction alone. */
    await desk.sql`
      insert into erasures (member_id, office_id, addresses, message_ids)
      select ${id}, ${office}, array[${address}], array_agg(id) from messages where mailing_id = ${mailingId}`;
    await desk.sql`delete from members where id = ${id}`;
    await desk.sql`update log_entries set object_name = '' where object_id = ${id}`;
    await finishErasures();
    await finishErasures();
    expect(await left()).toEqual([]);
  });
});

describe("a family with one address", () => {
  test("keeps its message, which names the others alone", async () => {
    const id = await confirmed();
    const nils = await confirmed({ firstName: "Nils", lastName: "Annan" });
    const { mailingId, total } = await desk.prepared(office, 1, { onePerAddress: true });
    expect((await messageOf(mailingId)).name).toContain(lastName);
    await erase(id);
    expect(await messageOf(mailingId)).toMatchObject({
      name: "Annan, Nils",
      address,
      address_hash: null,
      stopped: null,
      values: { firstName: "Nils", name: "Nils Annan", association: "Byns ungdomsförening" },
    });
    await desk.sendAll(office, mailingId, total);
    await desk.drainUntilQuiet(mailingId);
    const [mail] = await desk.outbox(address);
    expect(mail?.html).toContain("Kära Nils Annan,");
    expect(mail?.html).not.toContain("Örjan");
    expect(await tracesOf(desk.sql, lastName)).toEqual([]);

    const { id: messageId } = await messageOf(mailingId);
    await unsubscribe(signLink("unsubscribe", messageId, 1));
    expect(await statusOf(nils)).toBe("problem_unsubscribed");
    await erase(nils);
    expect(await messageOf(mailingId)).toMatchObject({ name: "", address: "", status: "unsubscribed" });
    expect(await tracesOf(desk.sql, address)).toEqual([]);
  });

  test("loses the address from its message when it was the erased person's alone since", async () => {
    const id = await confirmed();
    const nils = await confirmed({ firstName: "Nils", lastName: "Annan" });
    const mailingId = await mailed(1, { onePerAddress: true });
    const { version } = await withOffice(office, (tx) => getMember(tx, office, nils));
    const moved = cardSchema.parse({ firstName: "Nils", lastName: "Annan", email: "nils@example.org" });
    await withOffice(office, (tx) => updateMember(tx, office, ANNA, nils, version, moved));
    await erase(id);
    expect(await messageOf(mailingId)).toMatchObject({ name: "Annan, Nils", address: "" });
    expect(await left()).toEqual([]);
  });
});

describe("what the person has said and what came back", () => {
  test("holds when the address is added again, here and elsewhere", async () => {
    const id = await confirmed();
    const mailingId = await mailed(1);
    const token = signLink("unsubscribe", (await messageOf(mailingId)).id, 1);
    await unsubscribe(token);
    await erase(id);
    expect(await left()).toEqual([]);
    expect(await desk.sql`select from suppressions where address like '%sarskild%'`).toHaveLength(0);
    expect(await readUnsubscription(token)).toMatchObject({ state: "unsubscribed", address: null });

    const other = (await desk.arrange.office()).id;
    expect(await statusOf(await add({}, other))).toBe("problem_blocked");
    expect(await desk.sql`select problem from suppressions where address = ${address}`).toEqual([
      { problem: "problem_unsubscribed" },
    ]);
    expect(await statusOf(await add())).toBe("problem_unsubscribed");
    expect(await desk.sql`select from erased_problems where office_id = ${office}`).toHaveLength(0);
    expect(
      await desk.sql`select from erased_addresses where problem is not null and address is not null`,
    ).toHaveLength(0);
  });

  test("holds when the address comes back in a list", async () => {
    const id = await confirmed();
    await unsubscribe(signLink("unsubscribe", (await messageOf(await mailed(1))).id, 1));
    await erase(id);
    const file = await readImportFile(Buffer.from(`Efternamn;E-post\nNy;${address}\nTom;fri@example.org\n`));
    if (!("rows" in file)) throw new Error("the list was not understood");
    await withOffice(office, (tx) => runImport(tx, office, ANNA, file, "sv"));
    const rows =
      await desk.sql`select email, email_status from members where office_id = ${office} order by 1`;
    expect(rows.map(({ email, email_status }) => [email, email_status])).toEqual([
      ["fri@example.org", "unconfirmed"],
      [address, "problem_unsubscribed"],
    ]);
  });

  test("'it was not me' holds for this office, and only for it", async () => {
    const id = await add();
    await desk.sql`
      update members set email_status = 'confirmation_requested', email_status_at = now() - interval '1 day'
      where id = ${id}`;
    const [mailing] = await desk.sql`
      insert into mailings (office_id, kind, state) values (${office}, 'confirmation_request', 'sent') returning id`;
    const [message] = await desk.sql`
      insert into messages (office_id, mailing_id, position, address, name, language, "values")
      values (${office}, ${mailing?.id}, 0, ${address}, ${lastName}, 'sv', '{}') returning id`;
    await desk.sql`
      insert into message_cards (office_id, message_id, mailing_id, member_id)
      values (${office}, ${message?.id}, ${mailing?.id}, ${id})`;
    const token = signLink("confirm", message?.id, 1);
    expect((await refuseAddress(token)).state).toBe("refused");
    await erase(id);
    expect(await left()).toEqual([]);
    expect(await readConfirmation(token)).toMatchObject({ state: "gone", address: null });
    const back = await add();
    expect(await statusOf(back)).toBe("problem_unsubscribed");
    const cause = withOffice(office, async (tx) => isNotMe(tx, office, await getMember(tx, office, back)));
    expect(await cause).toBe(true);
    expect(await statusOf(await add({}, (await desk.arrange.office()).id))).toBe("unconfirmed");
  });

  test("what another office's card carries stays known there", async () => {
    const other = (await desk.arrange.office()).id;
    const theirs = await confirmed({ firstName: "Ö", lastName: "Annorstädes" }, other);
    const id = await confirmed();
    const token = signLink("unsubscribe", (await messageOf(await mailed(1))).id, 1);
    await erase(id);
    expect(await statusOf(theirs)).toBe("confirmed");
    expect((await readUnsubscription(token)).state).toBe("open");
    expect((await unsubscribe(token)).state).toBe("unsubscribed");
    expect((await readUnsubscription(token)).state).toBe("unsubscribed");
    expect(await statusOf(theirs)).toBe("problem_blocked");
    expect(await desk.sql`select from address_problems where office_id = ${office}`).toHaveLength(0);
    expect(await statusOf(await add())).toBe("problem_unsubscribed");
  });

  test("a link pressed after the erasure is heard, by a card that came back before it too", async () => {
    const id = await confirmed();
    const token = signLink("unsubscribe", (await messageOf(await mailed(1))).id, 1);
    await erase(id);
    const again = await confirmed();
    await unsubscribe(token);
    expect(await statusOf(again)).toBe("problem_unsubscribed");
    await erase(again);
    expect(await tracesOf(desk.sql, address)).toEqual([]);
    expect(await statusOf(await add())).toBe("problem_unsubscribed");
  });

  test("a report that comes in late is held against the address, and read nowhere", async () => {
    const id = await confirmed();
    const mailingId = await mailed(1);
    const [attempt] = await desk.sql`
      select a.id from attempts a join messages m on m.id = a.message_id where m.mailing_id = ${mailingId}`;
    await erase(id);
    const event = (type: string) => ({
      type,
      created_at: "2026-11-25T12:00:00.000Z",
      data: { email_id: "re_9", to: [address], subject: `Hej ${lastName}`, tags: { attempt: attempt?.id } },
    });
    for (const type of ["email.complained", "email.of_tomorrow"]) {
      await desk.sql`
        insert into provider_events (event_id, type, payload)
        values (${`late_${type}_${number}`}, ${type}, ${desk.sql.json(event(type))})`;
    }
    await drainInbox();
    expect(await left()).toEqual([]);
    expect((await messageOf(mailingId)).status).toBe("spam");
    expect(await statusOf(await add())).toBe("problem_spam");
  });

  test("what the receiving side says of an erased person's mail is not kept", async () => {
    const id = await confirmed();
    const mailingId = await mailed(1);
    const { id: messageId } = await messageOf(mailingId);
    const [attempt] = await desk.sql`select id from attempts where message_id = ${messageId}`;
    await erase(id);
    await asSystem((tx) =>
      foldFacts(tx, [
        {
          attemptId: attempt?.id,
          fact: "bounced",
          source: "event",
          key: `late ${messageId}`,
          reason: { code: "undeliverable", detail: `550 ${address}`, enhanced: "5.1.1", host: "sarskild" },
          occurredAt: new Date(),
        },
      ]),
    );
    expect(await messageOf(mailingId)).toMatchObject({
      status: "bounced",
      reason: { code: "undeliverable", enhanced: "5.1.1" },
    });
    expect(await left()).toEqual([]);
  });
});

test("two who erase a family at once both get it done", async () => {
  const id = await confirmed();
  const nils = await confirmed({ firstName: "Nils" });
  const mailingId = await mailed(1, { onePerAddress: true });
  await Promise.all([erase(id), erase(nils)]);
  await finishErasures();
  expect(await messageOf(mailingId)).toMatchObject({ name: "", address: "" });
  expect(await left()).toEqual([]);
});
