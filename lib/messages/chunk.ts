import { and, eq, gte, isNotNull, isNull, lt, lte, not, type SQL, sql } from "drizzle-orm";
import { messages } from "@/lib/db/schema/messages";
import { env } from "@/lib/env";
import { nextMoveSql, somethingUnderWay } from "@/lib/messages/due";

/** Messages that one run of the sending job handles, by position in the mailing. */
export const CHUNK_SIZE = 1000;

/** Stands in a batch's `chunk` for retries, which come from anywhere in the mailing. */
export const RETRY_CHUNK = -1;

/** The messages of a chunk that wait to be handed over. */
export function waits(mailingId: string, chunk: number): SQL | undefined {
  const ofMailing = and(eq(messages.mailingId, mailingId), isNull(messages.stopped));
  if (chunk === RETRY_CHUNK) {
    return and(
      ofMailing,
      eq(messages.status, "soft_bounced"),
      lte(messages.nextAttemptAt, sql`now()`),
      isNotNull(nextMoveSql(env().SOFT_BOUNCE_WINDOW)),
      not(somethingUnderWay),
    );
  }
  return and(
    ofMailing,
    eq(messages.status, "none"),
    gte(messages.position, chunk * CHUNK_SIZE),
    lt(messages.position, (chunk + 1) * CHUNK_SIZE),
    sql`not exists (select from attempts a where a.message_id = ${messages.id} and a.office_id = ${messages.officeId})`,
  );
}
