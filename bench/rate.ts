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
/** Part of the calls that may be answered 429. */
const REFUSED = 0.001;

/**
 * How near to the provider's ceiling a mailing goes out, from its first call to its last, and how many calls were one too many; with one app process, and with two that share the work.
 */
export async function rate(): Promise<Figure[]> {
  const settings = { MAIL_RATE: String(CEILING), MAIL_PROVIDER_RATE: String(CEILING), MAIL_WEBHOOK_URL: "" };
  const installation = await startInstallation(settings);
  const owner = ownerConnection(installation.data);
  let second: ChildProcess[] = [];
  try {
    const one = await sendAll(owner, "rate");
    second = await startSecondApp(installation.data);
    const two = await sendAll(owner, "rate.two-processes");
    return [...one, ...two];
  } finally {
    for (const child of second) child.kill("SIGTERM");
    await owner.end();
    await closeDatabase();
    await installation.stop();
  }
}

async function sendAll(owner: postgres.Sql, name: string): Promise<Figure[]> {
  const { mailingId } = await sendToAll(await addOffice(RECIPIENTS), RECIPIENTS);
  await lastAccepted(mailingId, RECIPIENTS);
  const [row] = await owner<{ seconds: number; calls: number; answered: number }[]>`
    select extract(epoch from max(last_called_at) - min(first_called_at))::float8 as seconds, sum(calls)::int as calls,
      count(*) filter (where state = 'answered')::int as answered
    from batches where mailing_id = ${mailingId}`;
  if (!row || row.answered !== CALLS) throw new Error(`${row?.answered} of ${CALLS} calls were accepted`);
  /* A call that was not accepted is made again: with this provider only a 429 can be the reason. */
  const refused = (row.calls - row.answered) / row.calls;
  return [
    atLeast(name, "calls/s", (CALLS - 1) / row.seconds, CEILING, 0.95),
    within(`${name}.refused`, "of the calls", refused, REFUSED),
  ];
}
