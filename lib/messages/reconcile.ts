import { sql } from "drizzle-orm";
import { asSystem } from "@/lib/db/tenant";
import { factOfLookup } from "@/lib/mail/classify";
import { listSent, lookUp, type SentMail } from "@/lib/mail/provider";
import { RANK } from "@/lib/messages/facts";
import { type FactRecord, foldFacts } from "@/lib/messages/fold";
import { keyOf } from "@/lib/messages/sought";
import { mailsOfStaleBatch } from "@/lib/messages/stale";
import { takeBack } from "@/lib/messages/withdraw";
import { reserveLookUp } from "@/lib/pace/reserve";

/** Clocks differ; the scan reaches back a little beyond the first call. */
const MARGIN_MS = 10 * 60_000;
const PAGES = 2000;

/**
 * Finds out what became of one batch whose answer never came and whose key the provider may have
 * forgotten. The provider's list back to the first call is compared by recipient and subject, and the
 * tag says which attempt a mail is. What a complete scan does not find was never accepted, and the
 * message is sent anew (facts of the provider: keys live 24 hours, mails are listed for 30 days).
 *
 * @returns false if no batch waits for this, or the provider could not be asked now.
 */
export async function reconcileNext(): Promise<boolean> {
  const stale = await asSystem(mailsOfStaleBatch);
  if (!stale) return false;
  const { batchId, from, sought } = stale;
  const found = new Map<string, SentMail>();
  let after: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const turn = await reserveLookUp();
    const answer = await turn.take(() => listSent({ limit: 100, ...(after && { after }) }));
    if (answer.kind !== "page") return false;
    for (const mail of answer.mails) {
      if (!sought.has(keyOf(mail.to[0] ?? "", mail.subject))) continue;
      const next = await reserveLookUp();
      const whole = await next.take(() => lookUp(mail.id));
      if (whole.kind === "retry" || whole.kind === "refused") return false;
      if (whole.kind === "found" && whole.mail.attemptId) found.set(whole.mail.attemptId, whole.mail);
    }
    const oldest = answer.mails.at(-1);
    const passed = oldest?.createdAt && oldest.createdAt.getTime() < from.getTime() - MARGIN_MS;
    if (!oldest || passed || !answer.hasMore) {
      await close(batchId, found);
      return true;
    }
    after = oldest.id;
  }
  return false;
}

async function close(batchId: string, found: Map<string, SentMail>): Promise<void> {
  await asSystem(async (tx) => {
    const records: FactRecord[] = [...found].flatMap(([attemptId, mail]) => {
      const classified = factOfLookup(mail.lastEvent ?? "sent", mail.to[0] ?? null);
      return classified
        ? {
            attemptId,
            ...classified,
            source: "lookup" as const,
            key: `lookup:${attemptId}:${classified.fact}`,
            occurredAt: mail.createdAt ?? new Date(),
            providerId: mail.id,
          }
        : [];
    });
    await foldFacts(tx, records);
    /* What was not found was never accepted: its attempt is taken back and the message waits again. */
    const ofBatch = sql`a.id = any (select unnest(attempt_ids) from batches where id = ${batchId})`;
    await takeBack(tx, sql`${ofBatch} and a.provider_id is null and a.fact <= ${RANK.unanswered}`);
    await tx.execute(sql`
      update batches b set state = 'answered', answered_at = now(), attempt_ids = array(
        select v.id from unnest(b.attempt_ids) with ordinality as v(id, place)
        join attempts a on a.id = v.id and a.office_id = b.office_id order by v.place)
      where b.id = ${batchId}`);
  });
}
