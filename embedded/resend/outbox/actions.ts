import type postgres from "postgres";
import { type EventDetail, HARD_BOUNCE, receiverOf, SOFT_BOUNCE } from "../receivers";
import { contentsOf } from "../store/contents";
import { type EmailRow, findEmail } from "../store/emails";
import { addEvents } from "../store/events";
import { type Origin, suppress } from "../store/suppressions";
import { recordUnsubscribe } from "../store/unsubscribes";
import { oneClickUrl, postOneClick } from "./unsubscribe";
import type { Action } from "./words";

type Played = { type: string; detail?: EventDetail; suppresses?: Origin };

const PLAYED: Record<Exclude<Action, "unsubscribe">, Played> = {
  deliver: { type: "email.delivered" },
  delay: { type: "email.delivery_delayed" },
  bounce: { type: "email.bounced", detail: { bounce: HARD_BOUNCE }, suppresses: "bounce" },
  "soft-bounce": { type: "email.bounced", detail: { bounce: SOFT_BOUNCE } },
  complain: { type: "email.complained", suppresses: "complaint" },
};

/**
 * Performs what a person at the outbox lets the receiver of a mail do.
 *
 * @returns whether there is such a mail
 */
export async function play(
  sql: postgres.Sql,
  id: string,
  action: Action,
  webhooks: { shuffleMs: number } | undefined,
): Promise<boolean> {
  const row = await findEmail(sql, id);
  if (!row) return false;
  if (action === "unsubscribe") await unsubscribe(sql, row);
  else await sql.begin((tx) => playEvent(tx, row, PLAYED[action], webhooks));
  return true;
}

/**
 * The test addresses never go on the suppression list, so that `bounced@resend.dev` bounces every
 * mail that it gets, in every mailing. Any other address does, as at Resend.
 */
async function playEvent(
  tx: postgres.TransactionSql,
  row: EmailRow,
  { type, detail, suppresses }: Played,
  webhooks: { shuffleMs: number } | undefined,
): Promise<void> {
  const events = row.receivers.map((receiver) => ({ emailSeq: row.seq, receiver, type, detail }));
  await addEvents(tx, events, webhooks);
  if (!suppresses) return;
  for (const email of row.receivers.filter((address) => !receiverOf(address).isTest)) {
    await suppress(tx, { email, origin: suppresses, sourceId: row.id }, webhooks);
  }
}

async function unsubscribe(sql: postgres.Sql, row: EmailRow): Promise<void> {
  const [content] = await contentsOf(sql, [row]);
  const url = content && oneClickUrl(content.headers);
  if (!url) return;
  await recordUnsubscribe(sql, row.seq, url.href, await postOneClick(url));
}
