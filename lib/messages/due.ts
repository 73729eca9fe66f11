import { type SQL, sql } from "drizzle-orm";
import { messages } from "@/lib/db/schema/messages";
import { RANK } from "@/lib/messages/facts";
import { retryPlan } from "@/lib/messages/window";

/**
 * The next instant after now at which a message in its window is to be looked at: a due time, or
 * the window's end; null when the window is over. Due times that passed while the mailing was paused, or
 * while an attempt was under way, are not made up for.
 *
 * @param windowSeconds length of the window.
 */
export function nextMoveSql(windowSeconds: number): SQL {
  const offsets = [...retryPlan(windowSeconds), windowSeconds * 1000];
  return sql`(
    select min(move.at) from (
      select ${messages.windowStartedAt} + o.ms * interval '1 millisecond' as at
      from unnest(${sql.param(offsets)}::float8[]) as o(ms)
    ) move where move.at > now())`;
}

/** An attempt may still arrive, so that another one could arrive twice. */
export const somethingUnderWay = sql`exists (
  select from attempts a where a.message_id = ${messages.id} and a.fact < ${sql.raw(String(RANK.unexplained))})`;
