import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { MAILINGS_AT_ONCE, mailingsToRetry } from "@/lib/messages/retry";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";

/** More mailings with retries that are due than one run of the job can have steps for. */

let runs: Runs;
let desk: Desk;

beforeAll(async () => {
  runs = await Runs.open("at-once");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(() => desk.sql`delete from mailings`);

/** So many mailings of a new office, each with a retry that is due. */
async function due(count: number): Promise<string[]> {
  await runs.next();
  const officeId = runs.office.id;
  const ids = Array.from({ length: count }, () => randomUUID());
  await desk.sql`
    insert into mailings ${desk.sql(ids.map((id) => ({ id, office_id: officeId, state: "sent", kind: "mailing", audience: {} })))}`;
  await desk.sql`
    insert into messages (office_id, mailing_id, position, address, name, language, values, status,
      window_started_at, next_attempt_at)
    select ${officeId}, id, 0, id || '@example.org', '', 'sv', '{}', 'soft_bounced', now() - interval '1 hour', now()
    from mailings where office_id = ${officeId}`;
  return ids;
}

const found = async (later?: string[]) => (await mailingsToRetry(later)).map(({ mailingId }) => mailingId);

test("the few that a round takes are of every office", async () => {
  await due(3 * MAILINGS_AT_ONCE);
  const [other = ""] = await due(1);
  const taken = await found();
  expect(taken).toHaveLength(MAILINGS_AT_ONCE);
  expect(taken).toContain(other);
});

test("those that cannot be sent now keep no other waiting", async () => {
  const all = await due(2 * MAILINGS_AT_ONCE + 1);
  const first = await found();
  const second = await found(first);
  const third = await found([...first, ...second]);
  expect([...first, ...second, ...third].sort()).toEqual(all.sort());
});

test("of very many none waits for ever", async () => {
  const waiting = new Set(await due(4 * MAILINGS_AT_ONCE));
  for (let round = 0; waiting.size > 0 && round < 200; round++) {
    for (const mailingId of await found()) waiting.delete(mailingId);
  }
  expect(waiting.size).toBe(0);
});
