import { afterAll, beforeAll, expect, test } from "vitest";
import { instantPlaceSchema } from "@/lib/db/instant-place";
import { withOffice } from "@/lib/db/tenant";
import { NotFound } from "@/lib/errors";
import { getMailing, getUnsent, listMailings } from "@/lib/mailings/queries";
import { getMessageHistory } from "@/lib/messages/history";
import {
  everyRecipient,
  listRecipients,
  messagesOfMember,
  type RecipientFilter,
} from "@/lib/messages/queries";
import { sentMail } from "@/lib/messages/sent-mail";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import type { TestOffice } from "@/tests/support/offices";

let desk: Desk;
let office: TestOffice;
let other: TestOffice;
let mailingId: string;
let cards: string[];

beforeAll(async () => {
  desk = await openDesk();
  office = await desk.arrange.office();
  other = await desk.arrange.office("Grannföreningen");
  cards = await desk.arrange.members(office.id, [
    ...Array.from({ length: 120 }, (_, n) => ({
      email: `m${n}@example.org`,
      lastName: n % 2 ? "Berg" : "Ek",
    })),
    { email: "full@resend.dev", lastName: "50%" },
    { email: "suppressed@resend.dev", lastName: "Stopp_ad" },
    { email: "known@example.org", status: "problem_bounced" },
  ]);
  const prepared = await desk.prepared(office.id, 122);
  mailingId = prepared.mailingId;
  await desk.sendAll(office.id, mailingId, prepared.total);
  await desk.drainUntilQuiet(mailingId);
});
afterAll(() => desk?.close());

const recipients = (filter: RecipientFilter, page = {}) =>
  withOffice(office.id, (tx) => listRecipients(tx, office.id, mailingId, filter, page));

test("a mailing is told with the counts that a recount gives", async () => {
  const mailing = await withOffice(office.id, (tx) => getMailing(tx, office.id, mailingId));
  const counted = Object.entries(mailing.counts).filter(([, count]) => count > 0);
  expect(Object.fromEntries(counted)).toEqual(await desk.counts(mailingId));
  expect(mailing).toMatchObject({ total: 123, state: "sent", view: { picked: null } });
  expect(await withOffice(office.id, (tx) => getUnsent(tx, office.id, mailingId))).toBeNull();
});

test("what is no mailing at all has no recipients to ask for", async () => {
  const asked = withOffice(office.id, (tx) => listRecipients(tx, office.id, "to"));
  await expect(asked).rejects.toThrow(NotFound);
});

test("pages of recipients hold everyone once, forwards and backwards", async () => {
  const seen: number[] = [];
  let page = await recipients({}, { size: 25 });
  for (;;) {
    seen.push(...page.rows.map((row) => row.position));
    if (page.next === undefined) break;
    page = await recipients({}, { size: 25, after: page.next });
  }
  expect(seen).toEqual(Array.from({ length: 123 }, (_, n) => n));

  const back: number[] = [];
  for (;;) {
    back.unshift(...page.rows.map((row) => row.position));
    if (page.previous === undefined) break;
    page = await recipients({}, { size: 25, before: page.previous });
  }
  expect(back).toEqual(seen);

  const all: number[] = [];
  for await (const rows of everyRecipient(office.id, mailingId, {})) {
    all.push(...rows.map((row) => row.position));
  }
  expect(all).toEqual(seen);
});

test("recipients are found by status and by what is written, signs of patterns included", async () => {
  expect((await recipients({ status: "soft_bounced" })).rows.map((row) => row.address)).toEqual([
    "full@resend.dev",
  ]);
  expect((await recipients({ search: "50%" })).rows).toHaveLength(1);
  expect((await recipients({ search: "%" })).rows).toHaveLength(1);
  expect((await recipients({ search: "stopp_AD" })).rows).toHaveLength(1);
  expect((await recipients({ search: "ek, m1" }, { size: 200 })).rows.length).toBeGreaterThan(5);
  expect((await recipients({ search: "berg", status: "blocked" })).rows).toEqual([]);
});

test("a blocked message never says what its address is blocked for", async () => {
  const { rows } = await recipients({ status: "blocked" });
  expect(rows.map((row) => row.reason)).toEqual([{ code: "address_blocked" }, { code: "address_blocked" }]);
  await desk.sql`
    update facts set reason = '{"code": "complaint", "detail": "secret"}'
    where message_id = any (${rows.map((row) => row.id)})`;
  for (const { id } of rows) {
    const history = await withOffice(office.id, (tx) => getMessageHistory(tx, office.id, mailingId, id));
    expect(JSON.stringify(history)).not.toMatch(/secret|complaint/);
  }
});

test("the time line tells the attempt, what came back and what is to come", async () => {
  const [row] = (await recipients({ status: "soft_bounced" })).rows;
  const history = await withOffice(office.id, (tx) =>
    getMessageHistory(tx, office.id, mailingId, row?.id ?? ""),
  );
  expect(history.timeline.map((entry) => entry.kind)).toEqual([
    "prepared",
    "handed_over",
    "accepted",
    "learnt",
    "window_opened",
    "retry_due",
    "window_closes",
  ]);
});

test.each([
  ["what came back before it was blocked", "fact = 60"],
  ["why an attempt was blocked, when more is known since", "status = 'spam'"],
])("the time line does not tell %s", async (_, change) => {
  const { rows } = await recipients({ status: "blocked", search: "suppressed" });
  const id = rows[0]?.id ?? "";
  const [fact] = await desk.sql`
    update facts set reason = '{"code": "complaint", "detail": "secret"}'
    where id = (select id from facts where message_id = ${id} and fact = 110 limit 1) returning id`;
  const [table, row] = change.startsWith("fact") ? ["facts", fact?.id] : ["messages", id];
  await desk.sql.unsafe(`update ${table} set ${change} where id = '${row}'`);
  const history = await withOffice(office.id, (tx) => getMessageHistory(tx, office.id, mailingId, id));
  expect(history.timeline.filter(({ kind }) => kind === "learnt").length).toBeGreaterThan(0);
  expect(JSON.stringify(history.timeline)).not.toMatch(/secret|complaint/);
  await desk.sql`update facts set fact = 110 where id = ${fact?.id}`;
  await desk.sql`update messages set status = 'blocked' where id = ${id}`;
});

test("after the last retry only the end of the window is to come", async () => {
  await desk.sql`
    update messages set next_attempt_at = window_started_at + interval '5 days'
    where mailing_id = ${mailingId} and status = 'soft_bounced'`;
  const [row] = (await recipients({ status: "soft_bounced" })).rows;
  expect(row?.next?.kind).toBe("expire");
  const history = await withOffice(office.id, (tx) =>
    getMessageHistory(tx, office.id, mailingId, row?.id ?? ""),
  );
  expect(history.timeline.map(({ kind }) => kind).slice(-2)).toEqual(["window_opened", "window_closes"]);
});

test("a card is told what it was sent", async () => {
  const sent = await withOffice(office.id, (tx) => messagesOfMember(tx, office.id, cards[0] ?? ""));
  expect(sent.rows[0]).toMatchObject({
    status: "sent",
    delivered: true,
    mailing: { id: mailingId, kind: "mailing" },
  });
  expect(sent.more).toBe(false);
});

test("a card of many years is told the latest of what it was sent, and that there is more", async () => {
  const { id } = await desk.arrange.office("Gamla");
  const [card = ""] = await desk.arrange.members(id, [{ email: "gammal@example.org" }]);
  await desk.sql`
    with weeks as (select n, now() - n * interval '1 week' as at, gen_random_uuid() as mailing from generate_series(1, 21) n),
      sent as (insert into mailings (id, office_id, kind, state, subject)
        select mailing, ${id}, 'mailing', 'sent', 'Vecka ' || n from weeks returning id),
      written as (insert into messages (office_id, mailing_id, position, address, name, language, values, created_at)
        select ${id}, mailing, 0, 'gammal@example.org', 'Anna Ek', 'sv', '{}', at from weeks returning id, mailing_id)
    insert into message_cards (office_id, message_id, mailing_id, member_id)
    select ${id}, id, mailing_id, ${card} from written`;
  const { rows, more } = await withOffice(id, (tx) => messagesOfMember(tx, id, card));
  expect(rows.map(({ mailing }) => mailing.subject)).toEqual(
    Array.from({ length: 20 }, (_, n) => `Vecka ${n + 1}`),
  );
  expect(more).toBe(true);
});

test("the mail is shown as it was sent, without the member's own link", async () => {
  const [row] = (await recipients({ search: "m7@" })).rows;
  const shown = await sentMail(office.id, mailingId, row?.id ?? null);
  expect(shown?.mail.subject).toBe("Hej Anna7");
  expect(shown?.mail.html).toContain("/u/preview");
  expect((await sentMail(office.id, mailingId, null))?.mail.subject).toContain("Hej Anna");
});

test("another office finds none of it", async () => {
  const { id } = other;
  const [message] = (await recipients({})).rows;
  const messageId = message?.id ?? "";
  await expect(withOffice(id, (tx) => getMailing(tx, id, mailingId))).rejects.toThrow(NotFound);
  await expect(withOffice(id, (tx) => getUnsent(tx, id, mailingId))).rejects.toThrow(NotFound);
  await expect(withOffice(id, (tx) => getMailing(tx, id, "nonsense"))).rejects.toThrow(NotFound);
  await expect(withOffice(id, (tx) => getMessageHistory(tx, id, mailingId, messageId))).rejects.toThrow(
    NotFound,
  );
  expect((await withOffice(id, (tx) => listRecipients(tx, id, mailingId))).rows).toEqual([]);
  expect(await withOffice(id, (tx) => messagesOfMember(tx, id, cards[0] ?? ""))).toMatchObject({
    rows: [],
  });
  expect(await sentMail(id, mailingId, messageId)).toBeNull();
  expect((await withOffice(id, (tx) => listMailings(tx, id))).rows).toEqual([]);
  const { id: foreign } = await desk.draft(id);
  await expect(
    withOffice(office.id, (tx) => getMessageHistory(tx, office.id, foreign, messageId)),
  ).rejects.toThrow(NotFound);
});

test("a mailing is listed by when it was sent, however long it was a draft", async () => {
  const patient = await desk.arrange.office("Tålmodiga");
  const names = ["utkast i mars", "utkast i januari", "skickat i maj", "utkast i januari, skickat i juni"];
  const ids: string[] = [];
  for (const subject of names) ids.push((await desk.draft(patient.id, { subject })).id);
  for (const [n, [began, sent]] of [["03"], ["01"], ["05", "05"], ["01", "06"]].entries()) {
    const at = (month: string | undefined) => month && `2026-${month}-15 12:00:00+00`;
    await desk.sql`
      update mailings set created_at = ${at(began) ?? null}, requested_at = ${at(sent) ?? null}
      where id = ${ids[n] ?? ""}`;
  }
  const page = (more = {}) =>
    withOffice(patient.id, (tx) => listMailings(tx, patient.id, { size: 2, ...more }));
  const first = await page();
  const second = await page({ after: instantPlaceSchema.parse(first.next) });
  expect([...first.rows, ...second.rows].map(({ subject }) => subject)).toEqual([
    "utkast i januari, skickat i juni",
    "skickat i maj",
    "utkast i mars",
    "utkast i januari",
  ]);
});

test("pages of mailings hold each once, newest first, even if made at the same instant", async () => {
  const crowded = await desk.arrange.office("Flitiga");
  const ids: string[] = [];
  for (let n = 0; n < 7; n++) ids.push((await desk.draft(crowded.id, { subject: `Utkast ${n}` })).id);
  await desk.sql`update mailings set created_at = '2026-10-12 18:04:05.123456+00' where id = any (${ids.slice(2, 6)})`;
  const list = (page = {}) =>
    withOffice(crowded.id, (tx) => listMailings(tx, crowded.id, { size: 3, ...page }));
  const seen: string[] = [];
  let page = await list();
  for (;;) {
    seen.push(...page.rows.map((row) => row.id));
    if (!page.next) break;
    page = await list({ after: instantPlaceSchema.parse(page.next) });
  }
  expect([...seen].sort()).toEqual([...ids].sort());
  const back = await list({ before: instantPlaceSchema.parse(page.previous) });
  expect(back.rows.map((row) => row.id)).toEqual(seen.slice(3, 6));
  expect(instantPlaceSchema.safeParse("2026-13-41T00:00:00.000000Z_x").success).toBe(false);
});
