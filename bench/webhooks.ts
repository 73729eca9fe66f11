import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { closeDatabase } from "../lib/db/client";
import { atLeast, type Figure, within } from "./figure";
import { startInstallation } from "./installation";
import { addOffice } from "./offices";
import { ownerConnection } from "./owner";
import { eventsFor, repeatAndShuffle, sentMailing } from "./webhooks/events";
import { copyWithVerifyOnly, VERIFY_ONLY_PATH } from "./webhooks/own-build";
import { postAll } from "./webhooks/post";

const EVENTS = 30_000;
/** Two events for each; with the repetitions, which are 5 %, these make 30,000. */
const MESSAGES = 14_250;
const WARM_UP = 2_000;

/**
 * 30,000 signed events posted at full speed, against the same posted to a route that only checks the
 * signature, on the same server. That route is measured before and after.
 */
export async function webhooks(): Promise<Figure[]> {
  const copy = copyWithVerifyOnly();
  const installation = await startInstallation({}, copy.folder).catch((error: unknown) => {
    copy.remove();
    throw error;
  });
  const owner = ownerConnection(installation.data);
  try {
    const base = `http://127.0.0.1:${installation.port}`;
    const secret = process.env.RESEND_WEBHOOK_SECRET ?? "";
    const warm = eventsFor(await sentMailing(owner, await addOffice(WARM_UP / 2), WARM_UP / 2)).events;
    const sent = await sentMailing(owner, await addOffice(MESSAGES), MESSAGES);
    const { events, expected } = eventsFor(sent);
    const shuffled = repeatAndShuffle(events, EVENTS);
    const toVerify = (list: typeof shuffled) => postAll(base + VERIFY_ONLY_PATH, secret, list);
    const toInbox = (list: typeof shuffled) => postAll(`${base}/api/webhooks/resend`, secret, list);

    await toVerify(warm);
    await toInbox(warm);
    await allFolded(owner);
    const before = await toVerify(shuffled);
    const posted = await toInbox(shuffled);
    const folding = await allFolded(owner);
    const verified = (before + (await toVerify(shuffled))) / 2;
    return [
      atLeast("webhooks", "events/s", EVENTS / posted, EVENTS / verified, 0.5),
      within("webhooks.folded", "s", folding, 5),
      atLeast("webhooks.exact", "messages", await exact(owner, sent.mailingId, expected), MESSAGES, 1),
    ];
  } finally {
    await owner.end();
    await closeDatabase();
    await installation.stop();
    copy.remove();
  }
}

/** @returns the seconds until nothing waits in the inbox any more. */
async function allFolded(owner: postgres.Sql): Promise<number> {
  const started = performance.now();
  for (;;) {
    const waiting = await owner`select from provider_events where processed_at is null limit 1`;
    if (waiting.length === 0) return (performance.now() - started) / 1000;
    await sleep(20);
  }
}

/** How many messages are counted under the status that they are to have; the kept counts are recounted. */
async function exact(
  owner: postgres.Sql,
  mailingId: string,
  expected: Record<string, number>,
): Promise<number> {
  const kept = await owner<{ status: string; count: number }[]>`
    select status, count from mailing_counts where mailing_id = ${mailingId} and count <> 0`;
  const counted = await owner<{ status: string; count: number }[]>`
    select status, count(*)::int from messages where mailing_id = ${mailingId} group by status`;
  const of = (rows: readonly { status: string; count: number }[], status: string) =>
    rows.find((row) => row.status === status)?.count ?? 0;
  return Object.entries(expected).reduce(
    (sum, [status, count]) => sum + Math.min(count, of(kept, status), of(counted, status)),
    0,
  );
}
