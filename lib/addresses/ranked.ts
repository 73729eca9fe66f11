import { type SQL, sql } from "drizzle-orm";
import type { Problem } from "@/lib/addresses/status";

/** Lowest to highest: the order of the final facts. */
const LOWEST_FIRST = [
  "problem_blocked",
  "problem_bounced",
  "problem_invalid",
  "problem_unsubscribed",
  "problem_spam",
] as const satisfies readonly Problem[];

const order = sql`array[${sql.join(
  LOWEST_FIRST.map((problem) => sql`${problem}`),
  sql`, `,
)}]::email_status[]`;

/** The rank of a problem; the higher one of an address stays. */
export function ranked(problem: SQL): SQL {
  return sql`array_position(${order}, ${problem})`;
}
