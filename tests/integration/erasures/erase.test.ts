import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { finishErasures } from "@/lib/erasures/finish";
import { NotFound } from "@/lib/errors";
import { signLink } from "@/lib/links/token";
import { keepUpload, purgeImports } from "@/lib/members/imports";
import { cardSchema } from "@/lib/members/input";
import { getMember } from "@/lib/members/queries";
import { deleteMember, updateMember } from "@/lib/members/write";
import { getMessageHistory } from "@/lib/messages/history";
import { unsubscribe } from "@/lib/unsubscriptions/link";
import { ANNA } from "@/tests/support/actor";
import { tracesOf } from "@/tests/support/traces";
import { OnePerson } from "./one-person";

let one: OnePerson;
beforeAll(async () => {
  one = await OnePerson.open();
});
beforeEach(() => one.next());
afterAll(() => one?.desk.close());

describe("erasing a person", () => {
  test("leaves neither name nor address in any table, and the statistics as they were", async () => {
    const id = await one.confirmed({ street: "Särskildavägen 1", notes: `${one.lastName} spelar dragspel` });
    await one.desk.arrange.members(one.office, [{ email: "annan@example.org" }]);
    const mailingId = await one.mailed(2);
    const { version } = await withOffice(one.office, (tx) => getMember(tx, one.office, id));
    const card = cardSchema.parse({
      firstName: "Örjan",
      lastName: one.lastName,
      email: one.address,
      city: "Nagu",
    });
    await withOffice(one.office, (tx) => updateMember(tx, one.office, ANNA, id, version, card));
    await one.desk.sql`
      update facts set reason = jsonb_build_object('code', 'delivered', 'host', 'sarskild', 'detail', ${one.address}::text)
      where message_id in (select id from messages where address = ${one.address})`;
    const counts = await one.desk.counts(mailingId);
    expect(new Set(await one.left())).toEqual(
      new Set(["facts", "log_entries", "members", "messages", "provider_events"]),
    );
    const others = await tracesOf(one.desk.sql, "annan@example.org");
    expect(others).toContain("provider_events");

    await one.erase(id);

    expect(await one.left()).toEqual([]);
    expect(await tracesOf(one.desk.sql, "annan@example.org")).toEqual(others);
    expect(await one.desk.counts(mailingId)).toEqual(counts);
    const [message] = await one.desk.sql`
      select id, name, values, status, delivered, attempt_count, stopped from messages
      where mailing_id = ${mailingId} and address = ''`;
    expect(message).toMatchObject({
      name: "",
      values: { association: "Byns ungdomsförening" },
      status: "sent",
      delivered: true,
      stopped: null,
    });
    const history = await withOffice(one.office, (tx) =>
      getMessageHistory(tx, one.office, mailingId, message?.id ?? ""),
    );
    expect(history.timeline.map(({ kind }) => kind)).toContain("learnt");
    expect(
      await one.desk.sql`select from messages where mailing_id = ${mailingId} and name <> ''`,
    ).toHaveLength(1);
    expect(await one.desk.sql`select from erasures`).toHaveLength(0);
  });

  test("tells the log, and takes the name out of it, of this card alone", async () => {
    const id = await one.confirmed();
    const other = await one.add({ firstName: "Nils", email: "" });
    await one.erase(id);
    const entries = await one.desk.sql`
      select act, object_id, object_name, actor_name from log_entries where office_id = ${one.office} order by at`;
    expect(entries.map(({ act, object_id, object_name }) => [act, object_id, object_name])).toEqual([
      ["card.created", id, ""],
      ["card.created", other, `Nils ${one.lastName}`],
      ["card.erased", id, ""],
    ]);
    expect(entries[2]?.actor_name).toBe("Anna Ek");
  });

  test("finds nothing in another office, nor who was only removed, and is done when it is asked for twice", async () => {
    const id = await one.confirmed();
    const elsewhere = (await one.desk.arrange.office()).id;
    await expect(eraseMember(elsewhere, ANNA, id)).rejects.toThrow(NotFound);
    await expect(eraseMember(one.office, ANNA, "not-an-id")).rejects.toThrow(NotFound);
    await one.erase(id);
    await one.erase(id);
    await expect(eraseMember(elsewhere, ANNA, id)).rejects.toThrow(NotFound);
    const told = await one.desk.sql`
      select from log_entries where office_id = ${one.office} and object_id = ${id} and act = 'card.erased'`;
    expect(told).toHaveLength(1);
    const removed = await one.confirmed();
    await withOffice(one.office, (tx) => deleteMember(tx, one.office, ANNA, removed));
    await expect(one.erase(removed)).rejects.toThrow(NotFound);
  });

  test("takes a double along that was only removed before", async () => {
    const double = await one.confirmed();
    await one.mailed();
    await withOffice(one.office, (tx) => deleteMember(tx, one.office, ANNA, double));
    const id = await one.confirmed();
    await one.mailed();
    await one.erase(id);
    expect(await tracesOf(one.desk.sql, one.address)).toEqual([]);
    expect(
      await one.desk.sql`select from messages where office_id = ${one.office} and name <> ''`,
    ).toHaveLength(0);
  });

  test("forgets a list that was uploaded and not written, a day later at the most", async () => {
    const content = Buffer.from(`Förnamn;Efternamn;E-post\nÖrjan;X;${one.address}\n`);
    await withOffice(one.office, (tx) =>
      keepUpload(tx, one.office, { fileName: "lista.csv", content, createdBy: ANNA.id }),
    );
    expect(await tracesOf(one.desk.sql, one.address)).toEqual(["imports"]);
    await one.desk
      .sql`update imports set created_at = now() - interval '25 hours' where office_id = ${one.office}`;
    await asSystem(purgeImports);
    expect(await one.left()).toEqual([]);
  });
});

describe("a family with one address", () => {
  test("keeps its message, which names the others alone", async () => {
    const id = await one.confirmed();
    const nils = await one.confirmed({ firstName: "Nils", lastName: "Annan" });
    const { mailingId, total } = await one.desk.prepared(one.office, 1, { onePerAddress: true });
    expect((await one.messageOf(mailingId)).name).toContain(one.lastName);
    await one.erase(id);
    expect(await one.messageOf(mailingId)).toMatchObject({
      name: "Annan, Nils",
      address: one.address,
      address_hash: null,
      stopped: null,
      values: { firstName: "Nils", name: "Nils Annan", association: "Byns ungdomsförening" },
    });
    await one.desk.sendAll(one.office, mailingId, total);
    await one.desk.drainUntilQuiet(mailingId);
    const [mail] = await one.desk.outbox(one.address);
    expect(mail?.html).toContain("Kära Nils Annan,");
    expect(mail?.html).not.toContain("Örjan");
    expect(await tracesOf(one.desk.sql, one.lastName)).toEqual([]);

    const { id: messageId } = await one.messageOf(mailingId);
    await unsubscribe(signLink("unsubscribe", messageId, 1));
    expect(await one.statusOf(nils)).toBe("problem_unsubscribed");
    await one.erase(nils);
    expect(await one.messageOf(mailingId)).toMatchObject({ name: "", address: "", status: "unsubscribed" });
    expect(await tracesOf(one.desk.sql, one.address)).toEqual([]);
  });

  test("loses the address from its message when it was the erased person's alone since", async () => {
    const id = await one.confirmed();
    const nils = await one.confirmed({ firstName: "Nils", lastName: "Annan" });
    const mailingId = await one.mailed(1, { onePerAddress: true });
    const { version } = await withOffice(one.office, (tx) => getMember(tx, one.office, nils));
    const moved = cardSchema.parse({ firstName: "Nils", lastName: "Annan", email: "nils@example.org" });
    await withOffice(one.office, (tx) => updateMember(tx, one.office, ANNA, nils, version, moved));
    await one.erase(id);
    expect(await one.messageOf(mailingId)).toMatchObject({ name: "Annan, Nils", address: "" });
    expect(await one.left()).toEqual([]);
  });
});

test("two who erase a family at once both get it done", async () => {
  const id = await one.confirmed();
  const nils = await one.confirmed({ firstName: "Nils" });
  const mailingId = await one.mailed(1, { onePerAddress: true });
  await Promise.all([one.erase(id), one.erase(nils)]);
  await finishErasures();
  expect(await one.messageOf(mailingId)).toMatchObject({ name: "", address: "" });
  expect(await one.left()).toEqual([]);
});
