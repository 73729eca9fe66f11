import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { confirmAddress, refuseAddress } from "@/lib/confirmations/link";
import { requestConfirmations } from "@/lib/confirmations/request";
import { instantPlaceSchema } from "@/lib/db/instant-place";
import { withOffice } from "@/lib/db/tenant";
import { signLink } from "@/lib/links/token";
import { type LogFilter, logFilterSchema } from "@/lib/log-book/input";
import { everyEntry, type LogEntry, listLog } from "@/lib/log-book/queries";
import { record } from "@/lib/log-book/record";
import { deleteDraft } from "@/lib/mailings/draft";
import { cancelMailing, pauseMailing, resumeMailing } from "@/lib/mailings/hold";
import { prepareMailing } from "@/lib/mailings/prepare";
import { readImportFile } from "@/lib/members/import/read";
import { runImport } from "@/lib/members/import/run";
import { cardSchema } from "@/lib/members/input";
import { moveToNotes } from "@/lib/members/move-to-notes";
import { getMember } from "@/lib/members/queries";
import { createMember, deleteMember, updateMember } from "@/lib/members/write";
import { unsubscribe } from "@/lib/unsubscriptions/link";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";

let desk: Desk;
let office: { id: string; timeZone: string };
beforeAll(async () => {
  desk = await openDesk();
});
beforeEach(async () => {
  office = { id: (await desk.arrange.office()).id, timeZone: "Europe/Helsinki" };
});
afterAll(() => desk?.close());

const log = async (filter: LogFilter = {}): Promise<LogEntry[]> =>
  (await withOffice(office.id, (tx) => listLog(tx, office, filter))).rows;

/** Acts in the order in which they were done, with what they were done to. */
const told = async () =>
  (await log()).map(({ act, objectName, details }) => [act, objectName, details]).reverse();

const add = (input: object) =>
  withOffice(office.id, (tx) => createMember(tx, office.id, ANNA, cardSchema.parse(input), "sv"));

describe("each verb tells what was done, by whom, to what", () => {
  test("cards", async () => {
    const id = await add({ firstName: "Eva", lastName: "Ek", city: "Vasa" });
    const { version } = await withOffice(office.id, (tx) => getMember(tx, office.id, id));
    const card = cardSchema.parse({ firstName: "Eva", lastName: "Ekman", city: "Nagu" });
    await withOffice(office.id, (tx) => updateMember(tx, office.id, ANNA, id, version, card));
    const seen = await withOffice(office.id, (tx) => getMember(tx, office.id, id));
    await withOffice(office.id, (tx) => updateMember(tx, office.id, ANNA, id, seen.version, card));
    await withOffice(office.id, (tx) => deleteMember(tx, office.id, ANNA, id));
    expect(await told()).toEqual([
      ["card.created", "Eva Ek", {}],
      ["card.changed", "Eva Ekman", { fields: "lastName,city" }],
      ["card.deleted", "Eva Ekman", {}],
    ]);
    const [latest] = await log();
    expect(latest).toMatchObject({ actorKind: "colleague", actorName: "Anna Ek", objectId: id });
  });

  test("many cards at once are one entry", async () => {
    await desk.arrange.members(office.id, [
      { email: "a@exempel.fi", status: "problem_bounced" },
      { email: "b@exempel.fi", status: "problem_spam" },
    ]);
    const [one] = await desk.arrange.members(office.id, [
      { email: "c@exempel.fi", status: "problem_spam", firstName: "Nils" },
    ]);
    const remarks = Object.fromEntries(
      ["bounced", "spam", "unsubscribed", "blocked", "invalid"].map((word) => [`problem_${word}`, word]),
    ) as Parameters<typeof moveToNotes>[4];
    const move = (audience: object) =>
      withOffice(office.id, (tx) => moveToNotes(tx, office.id, ANNA, audience, remarks));
    await move({ ids: [one] });
    await move({});
    await move({});
    const file = await readImportFile(Buffer.from("Förnamn;Efternamn\nEva;Ek\nBo;Ek\n"));
    if ("fileFault" in file) throw new Error(file.fileFault);
    await withOffice(office.id, (tx) => runImport(tx, office.id, { kind: "operator" }, file, "sv"));
    expect(await told()).toEqual([
      ["card.addressMoved", "Nils Ek", {}],
      ["card.addressesMoved", "", { count: 2 }],
      ["card.imported", "", { created: 2, updated: 0 }],
    ]);
    expect((await log())[0]).toMatchObject({ actorKind: "operator", actorName: "" });
  });

  test("mailings", async () => {
    await desk.arrange.members(office.id, [{ email: `anna@${randomUUID()}.example` }]);
    const { mailingId } = await desk.prepared(office.id, 1, { subject: "Höstmötet" });
    await pauseMailing(office.id, ANNA, mailingId);
    await resumeMailing(office.id, ANNA, mailingId);
    await cancelMailing(office.id, ANNA, mailingId);
    await deleteDraft(office.id, ANNA, await desk.draft(office.id, { subject: "Julfesten" }));
    expect(await told()).toEqual([
      ["mailing.drafted", "Höstmötet", {}],
      ["mailing.sent", "Höstmötet", { count: 1 }],
      ["mailing.paused", "Höstmötet", {}],
      ["mailing.resumed", "Höstmötet", {}],
      ["mailing.cancelled", "Höstmötet", {}],
      ["mailing.drafted", "Julfesten", {}],
      ["mailing.deleted", "Julfesten", {}],
    ]);
  });

  test("members, who click in mails without a login", async () => {
    const word = randomUUID();
    await desk.arrange.members(office.id, [
      { email: `eva@${word}.example`, status: "unconfirmed", firstName: "Eva" },
      { email: `nils@${word}.example`, status: "unconfirmed", firstName: "Nils" },
    ]);
    const mailingId = await requestConfirmations(office.id, ANNA, {}, "first", "Bekräfta");
    await prepareMailing(office.id, mailingId);
    const messages = await desk.sql<{ id: string; name: string }[]>`
      select id, name from messages where mailing_id = ${mailingId} order by name`;
    const [eva, nils] = messages.map(({ id }) => signLink("confirm", id, 1));
    for (const _ of [1, 2]) await confirmAddress(eva ?? "");
    for (const _ of [1, 2]) await refuseAddress(nils ?? "");
    const sent = await desk.prepared(office.id, 1, { subject: "Höstmötet" });
    await desk.sendAll(office.id, sent.mailingId, sent.total);
    const [message] = await desk.sql<{ id: string }[]>`
      select id from messages where mailing_id = ${sent.mailingId} order by position`;
    for (const _ of [1, 2]) await unsubscribe(signLink("unsubscribe", message?.id ?? "", 1));
    expect(await told()).toEqual([
      ["mailing.asked", "Bekräfta", { count: 2 }],
      ["card.confirmed", "Eva Ek", {}],
      ["card.refused", "Nils Ek", {}],
      ["mailing.drafted", "Höstmötet", {}],
      ["mailing.sent", "Höstmötet", { count: 1 }],
      ["card.unsubscribed", "Eva Ek", {}],
    ]);
    expect((await log({ kind: "card" })).map(({ actorKind }) => actorKind)).toEqual(Array(3).fill("member"));
  });
});

test("an act that fails is not told of: the entry goes with the change", async () => {
  const undone = withOffice(office.id, async (tx) => {
    await createMember(tx, office.id, ANNA, cardSchema.parse({ lastName: "Ek" }), "sv");
    throw new Error("undo");
  });
  await expect(undone).rejects.toThrow("undo");
  expect(await log()).toEqual([]);
});

describe("the log", () => {
  const write = (name: string, at: string) =>
    desk.sql`insert into log_entries (office_id, at, actor_kind, actor_id, actor_name, act, object_name)
      values (${office.id}, ${at}, 'colleague', ${ANNA.id}, ${name}, 'card.created', 'Eva_Ek')`;

  test("holds every entry on exactly one page, forward and backward", async () => {
    for (let n = 0; n < 7; n++) await write(`Nr ${n}`, "2026-10-12T10:00:00.123456Z");
    const page = (place: object) =>
      withOffice(office.id, (tx) => listLog(tx, office, {}, { ...place, size: 3 }));
    const forward: string[] = [];
    let current = await page({});
    for (;;) {
      forward.push(...current.rows.map(({ id }) => id));
      if (!current.next) break;
      current = await page({ after: instantPlaceSchema.parse(current.next) });
    }
    expect(new Set(forward).size).toBe(7);
    const backward = current.rows.map(({ id }) => id);
    while (current.previous) {
      current = await page({ before: instantPlaceSchema.parse(current.previous) });
      backward.unshift(...current.rows.map(({ id }) => id));
    }
    expect(backward).toEqual(forward);
    const exported: LogEntry[] = [];
    for await (const rows of everyEntry(office, {})) exported.push(...rows);
    expect(exported.map(({ id }) => id)).toEqual(forward);
  });

  test("is taken along whole, however long it is", async () => {
    await desk.sql`insert into log_entries (office_id, actor_kind, act)
      select ${office.id}, 'program', 'office.changed' from generate_series(1, 2001)`;
    const ids = new Set<string>();
    for await (const rows of everyEntry(office, {})) for (const { id } of rows) ids.add(id);
    expect(ids.size).toBe(2001);
  });

  test("is narrowed by name, by kind, and by days of the office's calendar", async () => {
    await write("Anna Ek", "2020-10-12T20:59:59Z");
    await write("Bo Berg", "2020-10-12T21:00:00Z");
    await withOffice(office.id, (tx) => record(tx, office.id, { actor: ANNA, act: "mailing.paused" }));
    const names = async (filter: object) =>
      (await log(logFilterSchema.parse(filter))).map(({ actorName, act }) => `${actorName} ${act}`);
    expect(await names({ until: "2020-10-12" })).toEqual(["Anna Ek card.created"]);
    expect(await names({ from: "2020-10-13", until: "2020-10-13" })).toEqual(["Bo Berg card.created"]);
    expect(await names({ search: "berg" })).toEqual(["Bo Berg card.created"]);
    expect(await names({ search: "a_e anna" })).toEqual(["Anna Ek card.created"]);
    expect(await names({ search: "bérg" })).toEqual(["Bo Berg card.created"]);
    expect(await names({ kind: "mailing" })).toEqual(["Anna Ek mailing.paused"]);
    expect(await names({ kind: "nonsense", from: "12.10." })).toHaveLength(3);
  });
});
