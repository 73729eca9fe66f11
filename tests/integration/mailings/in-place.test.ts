import { afterAll, beforeAll, expect, test } from "vitest";
import { completeMailing } from "@/lib/mailings/complete";
import { handOver } from "@/lib/messages/hand-over";
import { beginCalls } from "@/lib/messages/open-batch";
import { type Accepted, recordAccepted } from "@/lib/messages/record-accepted";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";

const RECIPIENTS = 500;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

async function pagesOf(table: "messages" | "attempts"): Promise<Map<string, number>> {
  const rows = await desk.sql<{ id: string; page: number }[]>`
    select id, (ctid::text::point)[0]::int as page from ${desk.sql(table)}`;
  return new Map(rows.map(({ id, page }) => [id, page]));
}

test("an answer is written where the message and its attempt lie, and into no index", async () => {
  const office = await desk.arrange.office();
  await desk.arrange.members(
    office.id,
    Array.from({ length: RECIPIENTS }, (_, n) => ({
      email: `anna.maria.${n}@foreningen.example.org`,
      firstName: "Anna Maria",
      lastName: `Ahlskog-Öhman ${n}`,
    })),
  );
  const { mailingId } = await desk.prepared(office.id, RECIPIENTS);
  const accepted: Accepted[] = [];
  for (const batch of await handOver(office.id, mailingId, 0)) {
    const call = (await beginCalls(office.id, [batch.id])).get(batch.id);
    if (!call) throw new Error("the call has not begun");
    accepted.push({ batch, calledAt: call.at, providerIds: batch.attemptIds.map(() => crypto.randomUUID()) });
  }
  const before = [await pagesOf("messages"), await pagesOf("attempts")];
  expect(await completeMailing(office.id, mailingId)).toBe(false);
  await recordAccepted(office.id, accepted);
  expect(await completeMailing(office.id, mailingId)).toBe(true);
  expect(await desk.counts(mailingId)).toEqual({ sent: RECIPIENTS });
  expect([await pagesOf("messages"), await pagesOf("attempts")]).toEqual(before);

  const indexed = await desk.sql<{ column: string }[]>`
    select distinct c.relname || '.' || a.attname as column
    from pg_index i join pg_class c on c.oid = i.indrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
    where c.relname in ('messages', 'attempts')`;
  const written = [
    ...["status", "attempt_count", "status_at", "reason"].map((column) => `messages.${column}`),
    ...["provider_id", "accepted_at", "fact", "fact_at", "fact_key", "reason"].map(
      (column) => `attempts.${column}`,
    ),
  ];
  expect(indexed.filter(({ column }) => written.includes(column))).toEqual([]);
});
