import type { ChildProcess } from "node:child_process";
import type postgres from "postgres";
import { closeDatabase } from "../lib/db/client";
import { atLeast, type Figure, within } from "./figure";
import { startInstallation } from "./installation";
import { sendToAll } from "./mailing";
import { addOffice, lastAccepted } from "./offices";
import { ownerConnection } from "./owner";
import { startSecondApp } from "./second-app";

const RECIPIENTS = 20_000;
const CALLS = RECIPIENTS / 100;
/** Requests a second that the provider takes. */
const CEILING = 10;
/** Share of the calls that may be answered 429. */
const REFUSED = 0.001;

type Books = { own: postgres.Sql; provider: postgres.Sql };

/**
 * How near to the provider's ceiling a mailing goes out, from the first call that the provider accepted
 * to the last, and how many calls were one too many; with one app process, and with two that share the
 * work.
 */
export async function rate(): Promise<Figure[]> {
  const settings = { MAIL_RATE: String(CEILING), MAIL_PROVIDER_RATE: String(CEILING), MAIL_WEBHOOK_URL: "" };
  const installation = await startInstallation(settings);
  const books = {
    own: ownerConnection(installation.data),
    provider: ownerConnection(installation.data, "brevduva_mail"),
  };
  let second: ChildProcess[] = [];
  try {
    const one = await sendAll(books, "rate");
    second = await startSecondApp(installation.data);
    const two = await sendAll(books, "rate.two-processes");
    return [...one, ...two];
  } finally {
    for (const child of second) child.kill("SIGTERM");
    await Promise.all([books.own.end(), books.provider.end()]);
    await closeDatabase();
    await installation.stop();
  }
}

async function sendAll(books: Books, name: string): Promise<Figure[]> {
  const { mailingId } = await sendToAll(await addOffice(RECIPIENTS), RECIPIENTS);
  await lastAccepted(mailingId, RECIPIENTS);
  const batches = await books.own<{ id: string; calls: number }[]>`
    select id, calls from batches where mailing_id = ${mailingId}`;
  const calls = batches.reduce((sum, batch) => sum + batch.calls, 0);
  const [row] = await books.provider<{ seconds: number; accepted: number }[]>`
    select extract(epoch from max(accepted_at) - min(accepted_at))::float8 as seconds, count(*)::int as accepted
    from resend_server.idempotency_keys where key = any (${batches.map(({ id }) => id)})`;
  if (row?.accepted !== CALLS) throw new Error(`${row?.accepted} of ${CALLS} calls were accepted`);
  /* A call that was not accepted is made again: with this provider only a 429 can be the reason. */
  const refused = (calls - CALLS) / calls;
  return [
    atLeast(name, "calls/s", (CALLS - 1) / row.seconds, CEILING, 0.95),
    within(`${name}.refused`, "of the calls", refused, REFUSED),
  ];
}
