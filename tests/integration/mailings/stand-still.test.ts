import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sendMailing } from "@/lib/mailings/send";
import { findStandingStill, wakeMailing } from "@/lib/mailings/stand-still";
import { RETRY_CHUNK } from "@/lib/messages/chunk";
import { handOver } from "@/lib/messages/hand-over";
import { pauseCalls } from "@/lib/pace/schedule";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";

let runs: Runs;
let desk: Desk;

beforeAll(async () => {
  runs = await Runs.open("still");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(() => runs.next());

test("a mailing whose preparation was never begun is found after two minutes, and asked for again", async () => {
  await runs.recipients(1);
  const draft = await desk.draft(runs.office.id);
  await sendMailing(runs.office.id, ANNA, draft, 1);
  await desk.sql`delete from outbox`;
  const standing = async () => (await findStandingStill()).map(({ mailingId }) => mailingId);
  expect(await standing()).not.toContain(draft.id);
  await desk.sql`update mailings set updated_at = now() - interval '121 seconds' where id = ${draft.id}`;
  expect(await standing()).toContain(draft.id);
  await wakeMailing(runs.office.id, draft.id);
  expect(await desk.sql`select name, data from outbox`).toEqual([
    { name: "mailing/requested", data: { officeId: runs.office.id, mailingId: draft.id } },
  ]);
  expect(await standing()).not.toContain(draft.id);
});

test("of two mailings of an office each is asked for what it waits for itself", async () => {
  await runs.recipients(1);
  const officeId = runs.office.id;
  const sending = await desk.prepared(officeId, 1);
  const preparing = await desk.draft(officeId);
  await sendMailing(officeId, ANNA, preparing, 1);
  await desk.sql`delete from outbox`;
  await wakeMailing(officeId, preparing.id);
  await wakeMailing(officeId, sending.mailingId);
  expect(await desk.sql`select name, data from outbox order by created_at`).toEqual([
    { name: "mailing/requested", data: { officeId, mailingId: preparing.id } },
    { name: "mailing/chunk.ready", data: { officeId, mailingId: sending.mailingId, chunk: 0 } },
  ]);
});

test("in a long pause of the provider nothing is asked for, and after it again", async () => {
  await runs.recipients(1);
  const { mailingId } = await desk.prepared(runs.office.id, 1);
  const asked = async () => {
    await desk.sql`delete from outbox`;
    await wakeMailing(runs.office.id, mailingId);
    return (await desk.sql`select name from outbox`).map(({ name }) => name);
  };
  await pauseCalls(3600);
  expect(await asked()).toEqual([]);
  await desk.sql`delete from provider_pace`;
  expect(await asked()).toEqual(["mailing/chunk.ready"]);
});

test("a mailing whose first attempts stand still is found, however busy its retries are", async () => {
  await runs.recipients(2);
  const { mailingId } = await desk.prepared(runs.office.id, 2);
  const standing = async () => (await findStandingStill()).map((mailing) => mailing.mailingId);
  await desk.sql`update mailings set updated_at = now() - interval '121 seconds' where id = ${mailingId}`;
  const [batch] = await desk.sql`
    insert into batches (office_id, mailing_id, chunk, attempt_ids, body_hash, state, answered_at, last_called_at)
    values (${runs.office.id}, ${mailingId}, 0, '{}', sha256('a'), 'answered', now(), now()) returning id`;
  expect(await standing()).not.toContain(mailingId);
  await desk.sql`update batches set chunk = ${RETRY_CHUNK} where id = ${batch?.id}`;
  expect(await standing()).toContain(mailingId);
});

test("a mailing that stands still is found while others go on", async () => {
  await runs.recipients(1);
  const stands = await desk.prepared(runs.office.id, 1);
  const goesOn = await desk.prepared(runs.office.id, 1);
  await desk.sql`update mailings set updated_at = now() - interval '121 seconds' where office_id = ${runs.office.id}`;
  await handOver(runs.office.id, goesOn.mailingId, 0);
  const standing = (await findStandingStill()).map(({ mailingId }) => mailingId);
  expect(standing).toContain(stands.mailingId);
  expect(standing).not.toContain(goesOn.mailingId);
});
