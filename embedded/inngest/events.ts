import { z } from "zod";
import { createRuns, type JobEvent, type NewRun } from "./create-runs";
import type { Registry } from "./registry";
import type { Database, Queries } from "./sql";
import { ulid } from "./ulid";

/** A refusal for the sender; the SDK reads `error`, and does not send again after 400. */
export class BadEvent extends Error {
  override readonly name = "BadEvent";
}

const maxEvents = 5000;
const maxEventBytes = 256 * 1024;

/** PostgreSQL's text takes everything but NUL. */
const storable = /^[^\0]*$/;
const eventInput = z.object({
  name: z.string().min(1).max(256).regex(storable),
  id: z.string().max(512).regex(storable).nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
  user: z.record(z.string(), z.unknown()).nullish(),
  ts: z.int().nonnegative().nullish(),
  v: z.string().nullish(),
});
const eventInputs = z.union([eventInput.transform((event) => [event]), z.array(eventInput).max(maxEvents)]);
type EventInput = z.infer<typeof eventInput>;

/**
 * Stores a request's events and the runs that they start, in one transaction.
 *
 * @param seed the SDK's own mark of the request (`x-inngest-event-id-seed`): it repeats a request whose
 *   answer it did not get, and then gets the first answer again.
 * @returns an id for each event, in order, and whether an event had no function to start.
 * @throws BadEvent for what the real server would refuse.
 */
export async function acceptEvents(
  sql: Database,
  registry: Registry,
  body: unknown,
  seed: string | null,
): Promise<{ ids: string[]; unmatched: boolean }> {
  const parsed = eventInputs.safeParse(body);
  if (!parsed.success) throw new BadEvent(z.prettifyError(parsed.error));
  const now = Date.now();
  const ids = parsed.data.map(() => ulid(now));
  const events = parsed.data.map((input, i) => toEvent(input, ids[i] ?? ulid(now), now));
  const unmatched = events.filter((event) => registry.startedBy(event).length === 0);
  const send = seed === null ? null : { seed: seed.slice(0, 256), ids };
  const newRuns = events.flatMap((event, i) => runsOf(registry, event, parsed.data[i]?.id || null));
  const fresh =
    unmatched.length === 0
      ? await createRuns(sql, newRuns, send)
      : await sql.begin(async (tx) => {
          const isFresh = await createRuns(tx, newRuns, send);
          if (isFresh) await keepUnmatched(tx, unmatched);
          return isFresh;
        });
  return { ids: fresh ? ids : await idsOfSend(sql, send?.seed ?? ""), unmatched: unmatched.length > 0 };
}

/**
 * Starts functions for events that had none when they arrived: an app sends its first events, and a new
 * version events for new functions, before it has been synced.
 */
export async function replayUnmatched(sql: Database, registry: Registry): Promise<void> {
  await sql.begin(async (tx) => {
    const held = await tx<{ id: string; event: JobEvent }>`
      select id, event from inngest_server.unmatched_events
      where name = any(${registry.eventNames()}) order by id limit 10000 for update skip locked`;
    if (held.length === 0) return;
    await createRuns(
      tx,
      held.flatMap(({ event }) => runsOf(registry, event, event.id)),
    );
    await tx`delete from inngest_server.unmatched_events where id = any(${held.map(({ id }) => id)})`;
  });
}

function toEvent(input: EventInput, id: string, now: number): JobEvent {
  if (input.name.startsWith("inngest/")) throw new BadEvent(`The name "${input.name}" is reserved`);
  const event = {
    id: input.id || id,
    name: input.name,
    data: input.data ?? {},
    user: input.user ?? {},
    ts: input.ts || now,
    ...(input.v ? { v: input.v } : {}),
  };
  if (JSON.stringify(event).length > maxEventBytes)
    throw new BadEvent(`The event "${input.name}" is larger than 256 KiB`);
  return event;
}

function runsOf(registry: Registry, event: JobEvent, key: string | null): NewRun[] {
  const dueAt = event.ts > Date.now() ? event.ts : null;
  return registry.startedBy(event).map((fn) => ({ fn, event, key, dueAt }));
}

async function keepUnmatched(tx: Queries, events: JobEvent[]): Promise<void> {
  await tx`
    insert into inngest_server.unmatched_events (id, name, event)
    select id, name, event::json from unnest(${events.map(() => ulid())}::text[],
      ${events.map((event) => event.name)}::text[],
      ${events.map((event) => JSON.stringify(event))}::text[]) as e(id, name, event)`;
}

async function idsOfSend(sql: Database, seed: string): Promise<string[]> {
  const [send] = await sql<{ ids: string[] }>`select ids from inngest_server.sends where seed = ${seed}`;
  return send?.ids ?? [];
}
