import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { asSystem } from "@/lib/db/tenant";
import { countAccepted } from "@/lib/messages/count-accepted";
import { findOfficeFor } from "@/lib/offices/find";
import { restoreOffice, suspendOffice } from "@/lib/offices/suspend";
import { tellOfRates } from "@/lib/rates/tell";
import { watchRates } from "@/lib/rates/watch";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import type { TestOffice } from "@/tests/support/offices";
import { colleague, person } from "../auth/people";

const OPERATOR = "drift@brevduva.example";

let desk: Desk;
let office: TestOffice;
let admin: { id: string; email: string };
let run = 0;
beforeAll(async () => {
  process.env.OPERATOR_EMAIL = OPERATOR;
  desk = await openDesk();
  /* The day does not end while a test runs. */
  await desk.sql`alter table rate_warnings alter day set default '2026-11-27'`;
});
afterAll(async () => {
  delete process.env.OPERATOR_EMAIL;
  await desk?.close();
});
/* Each test has the account for itself: what the others sent is long ago. */
beforeEach(async () => {
  run++;
  await desk.sql`update batches set answered_at = answered_at - interval '90 days'`;
  await desk.sql`update facts set recorded_at = recorded_at - interval '90 days'`;
  await desk.sql`update attempts set accepted_at = accepted_at - interval '90 days'`;
  await desk.sql`delete from rate_warnings`;
  office = await desk.arrange.office("Byns ungdomsförening");
  admin = await person(desk.sql);
  await desk.sql`
    insert into memberships (user_id, office_id, role) values (${admin.id}, ${office.id}, 'administrator')`;
});

type Fates = { fine?: number; bounced?: number; invalid?: number; complained?: number };

let number = 0;
/** A mailing of the office that comes to these fates, all of which are known. */
async function send({ fine = 0, bounced = 0, invalid = 0, complained = 0 }: Fates): Promise<string> {
  const several = (count: number, address: (n: number) => string) =>
    Array.from({ length: count }, () => address(number++));
  const addresses = [
    ...several(fine, (n) => `m${n}@example.org`),
    ...several(bounced, (n) => `bounced+${n}@resend.dev`),
    ...several(invalid, (n) => `invalid+${n}@resend.dev`),
    ...several(complained, (n) => `complained+${n}@resend.dev`),
  ];
  const ids = await desk.arrange.members(
    office.id,
    addresses.map((email) => ({ email })),
  );
  const { mailingId, total } = await desk.prepared(office.id, ids.length, { audience: { ids } });
  await desk.sendAll(office.id, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  return mailingId;
}

async function watch(): Promise<void> {
  await watchRates();
  await tellOfRates();
}

const shown = async () => (await findOfficeFor(admin.id, office.slug))?.office;
const mailsTo = async (to: string) => (await desk.outbox(to)).map(({ subject }) => subject);
type Noted = { kind: string; level: string; accepted: number; bad: number; paused: boolean; told: boolean };
const warnings = async () =>
  (
    await desk.sql<(Noted & { about: string | null })[]>`
      select about, kind, level, accepted, bad, paused, told_at is not null as told from rate_warnings order by noted_at, kind`
  ).map(({ about, ...rest }) => ({ ...rest, own: about !== null }));
const told = async () => (await warnings()).map((warning) => warning.told);
const forgetMails = async (to: string) => (await mailsTo(to)).length;

test("counts hard bounces and complaints of what was accepted in the window, each attempt once", async () => {
  await send({ fine: 10, bounced: 2, invalid: 1, complained: 1 });
  const counts = () => asSystem((tx) => countAccepted(tx, 7));
  expect(await counts()).toEqual([{ officeId: office.id, accepted: 14, bounces: 3, complaints: 1 }]);
  const [attempt] = await desk.sql`
    select attempt_id as id, message_id as message from facts where fact = 120 and office_id = ${office.id} limit 1`;
  await desk.sql`
    insert into facts (office_id, message_id, attempt_id, fact, source, key, occurred_at)
    values (${office.id}, ${attempt?.message}, ${attempt?.id}, 130, 'event', ${`again-${run}`}, now())`;
  expect(await counts()).toMatchObject([{ bounces: 3 }]);
  await desk.sql`update batches set answered_at = now() - interval '8 days' where office_id = ${office.id}`;
  await desk.sql`update attempts set accepted_at = now() - interval '8 days' where office_id = ${office.id}`;
  expect(await counts()).toEqual([]);
  expect(await asSystem((tx) => countAccepted(tx, 30))).toMatchObject([{ accepted: 14, bounces: 3 }]);
});

test("does not count what the provider has refused", async () => {
  const ids = await desk.arrange.members(
    office.id,
    Array.from({ length: 4 }, () => ({ email: `m${number++}@example.org` })),
  );
  const to = `m${number - 1}@example.org`;
  await desk.fault({ kind: "422", count: 3, match: { path: "/emails/batch", to } });
  const { mailingId, total } = await desk.prepared(office.id, 4, { audience: { ids } });
  await desk.sendAll(office.id, mailingId, total);
  const states =
    await desk.sql`select distinct state from batches where mailing_id = ${mailingId} order by 1`;
  expect(states.map(({ state }) => state).sort()).toEqual(["answered", "refused", "split"]);
  expect(await asSystem((tx) => countAccepted(tx, 7))).toMatchObject([{ accepted: 3 }]);
});

test("a few bounces of a small association alarm nobody", async () => {
  await send({ fine: 30, bounced: 9, complained: 2 });
  await watch();
  expect(await warnings()).toEqual([]);
  expect(await shown()).toMatchObject({ hold: null, rateWarning: null });
});

test("warns the office's administrators and the operator before the limit, the operator once a day", async () => {
  const before = await forgetMails(OPERATOR);
  await send({ fine: 580, bounced: 12 });
  await watch();
  await watch();
  expect(await shown()).toMatchObject({
    hold: null,
    rateWarning: { kind: "bounces", level: "half", accepted: 592, bad: 12 },
  });
  const level = { kind: "bounces", level: "half", accepted: 592, bad: 12, paused: false, told: true };
  expect(await warnings()).toEqual(
    expect.arrayContaining([
      { ...level, own: true },
      { ...level, own: false },
    ]),
  );
  const subjects = (await mailsTo(OPERATOR)).slice(0, (await mailsTo(OPERATOR)).length - before);
  expect((await mailsTo(OPERATOR)).length - before).toBe(2);
  expect(subjects.join()).toContain("2,03");
  expect(await mailsTo(admin.email)).toEqual([]);
  await send({ invalid: 8 });
  await watch();
  expect(await shown()).toMatchObject({ rateWarning: { level: "near", bad: 20 } });
  expect((await mailsTo(OPERATOR)).length - before).toBe(4);
  await desk.sql`update rate_warnings set day = day - 1`;
  await watch();
  expect((await mailsTo(OPERATOR)).length - before).toBe(6);
  await desk.sql`update batches set answered_at = answered_at - interval '8 days' where office_id = ${office.id}`;
  await watch();
  expect(await shown()).toMatchObject({ rateWarning: null });
});

test("pauses an office at the limit, tells its administrators, and judges it anew once it is restored", async () => {
  const reader = await colleague(desk.sql, office.id);
  await send({ fine: 100, bounced: 20 });
  await Promise.all([watchRates(), watchRates()]);
  await Promise.all([tellOfRates(), tellOfRates()]);
  expect(await shown()).toMatchObject({
    hold: { kind: "paused", reason: "bounces" },
    rateWarning: { level: "limit", accepted: 120, bad: 20 },
  });
  expect(await mailsTo(admin.email)).toEqual(["Utskicken från Byns ungdomsförening är pausade"]);
  expect(await mailsTo(reader.email)).toEqual([]);
  const [mail] = await desk.outbox(admin.email);
  expect(mail?.text).toMatch(/20 av 120/);
  expect(mail?.text).toContain(`/o/${office.slug}`);
  await watch();
  expect(await mailsTo(admin.email)).toHaveLength(1);
  await desk.sql`update batches set answered_at = answered_at - interval '8 days' where office_id = ${office.id}`;
  await desk.sql`update attempts set accepted_at = accepted_at - interval '8 days' where office_id = ${office.id}`;
  await watch();
  expect(await shown()).toMatchObject({ rateWarning: { level: "limit", accepted: 120 } });
  expect(
    await desk.sql`select from log_entries where office_id = ${office.id} and act = 'office.paused'`,
  ).toHaveLength(1);

  await restoreOffice(office.slug);
  expect(await shown()).toMatchObject({ hold: null, rateWarning: null });
  await desk.sql`update offices set judged_from = now() - interval '2 minutes' where id = ${office.id}`;
  await desk.sql`update batches set answered_at = answered_at - interval '3 minutes' where office_id = ${office.id}`;
  await desk.sql`update attempts set accepted_at = accepted_at - interval '3 minutes' where office_id = ${office.id}`;
  await watch();
  expect(await shown()).toMatchObject({ hold: null, rateWarning: null });
  await send({ complained: 5 });
  await watch();
  expect(await shown()).toMatchObject({ hold: { kind: "paused", reason: "complaints" } });
  expect(await mailsTo(admin.email)).toHaveLength(2);
  await restoreOffice(office.slug);
  await desk.sql`update offices set judged_from = now() - interval '2 minutes' where id = ${office.id}`;
  /* As if the limit had been noted before, by a run that came too late to pause the office. */
  await desk.sql`update rate_warnings set paused = false where about = ${office.id}`;
  await watch();
  expect(await mailsTo(admin.email)).toHaveLength(3);
});

test("what the provider does not take is told at the next run", async () => {
  await send({ fine: 100, bounced: 20 });
  await watchRates();
  await desk.fault({ kind: "403", count: 5, match: { path: "/emails" } });
  await tellOfRates();
  expect(await told()).toEqual([false, false]);
  await fetch(`${desk.provider.url}/_faults`, { method: "DELETE" });
  /* The provider has forgotten by then what it has taken. */
  await desk.sql`update rate_warnings set noted_at = now() - interval '21 hours'`;
  await tellOfRates();
  expect(await mailsTo(admin.email)).toEqual([]);
  await desk.sql`update rate_warnings set noted_at = now() - interval '19 hours'`;
  await tellOfRates();
  expect(await told()).toEqual([true, true]);
  expect(await mailsTo(admin.email)).toHaveLength(1);
});

test("a warning is told when everybody has been reached, and not after the time in which none is told twice", async () => {
  await send({ fine: 100, bounced: 20 });
  await watchRates();
  await desk.fault({ kind: "403", count: 9, match: { path: "/emails", to: OPERATOR } });
  await tellOfRates();
  expect(await mailsTo(admin.email)).toHaveLength(1);
  expect(await told()).toEqual([false, false]);
  await fetch(`${desk.provider.url}/_faults`, { method: "DELETE" });
  await desk.sql`update rate_warnings set noted_at = noted_at - interval '21 hours'`;
  await tellOfRates();
  expect(await told()).toEqual([false, false]);
});

test("a suspended office is not judged, and a head office's administrators hear of an office without any, in their language", async () => {
  const head = await desk.arrange.office("Modellförbundet");
  await desk.sql`update offices set parent_id = ${head.id} where id = ${office.id}`;
  await desk.sql`update memberships set office_id = ${head.id} where user_id = ${admin.id}`;
  await desk.sql`update users set language = 'en' where id = ${admin.id}`;
  await send({ bounced: 20 });
  await suspendOffice(office.slug, "Utreds");
  await watch();
  expect(await shown()).toMatchObject({ hold: { kind: "suspended" } });
  expect((await warnings()).map(({ own }) => own)).toEqual([false]);
  await restoreOffice(office.slug);
  await desk.sql`update offices set judged_from = now() - interval '1 hour' where id = ${office.id}`;
  await watch();
  expect(await shown()).toMatchObject({ hold: { kind: "paused" } });
  expect(await mailsTo(admin.email)).toEqual(["Mailings from Byns ungdomsförening are paused"]);
});
