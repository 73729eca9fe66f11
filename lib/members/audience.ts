import { and, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { EMAIL_STATUSES, PROBLEMS } from "@/lib/addresses/status";
import { members } from "@/lib/db/schema/members";
import { containsWord, searchWords } from "@/lib/db/search";
import { cleanLine } from "@/lib/members/input";

/** Filters of the list: a status, no address at all, or any of the problems. */
export const STATUS_FILTERS = [...EMAIL_STATUSES, "problem", "none"] as const;

export type StatusFilter = (typeof STATUS_FILTERS)[number];

/** The cards of a view: all of the office, narrowed by each part that is present. */
export const audienceSchema = z.object({
  search: z.string().transform(cleanLine).pipe(z.string().max(200)).optional(),
  status: z.enum(STATUS_FILTERS).optional(),
  ids: z.array(z.uuid()).max(10_000).optional(),
});

export type Audience = z.output<typeof audienceSchema>;

/** Used for a stored view that can no longer be read: taking everybody instead would be wrong. */
export const NOBODY: Audience = { ids: [] };

/** A stored audience; null if an older release accepted something that the rules no longer allow. */
export function storedAudience(stored: unknown): Audience | null {
  return audienceSchema.safeParse(stored).data ?? null;
}

/** True if the audience is all cards of the office. */
export function isEveryone(audience: Audience): boolean {
  return searchWords(audience.search).length === 0 && !audience.status && !audience.ids;
}

/**
 * An audience as a condition on the table `members`. Every word of the search has to be found in name,
 * organisation, city or address. The office is not part of the condition; add it.
 */
export function audienceCondition(audience: Audience): SQL {
  return (
    and(
      ...searchWords(audience.search).map((word) => containsWord(members.searchText, word)),
      statusCondition(audience.status),
      audience.ids && sql`${members.id} in ${uuidList(audience.ids)}`,
    ) ?? sql`true`
  );
}

/** True if a card that counts as `status` (an e-mail status, or `none`) is among those of the filter. */
export function isOfStatus(status: string, filter: StatusFilter): boolean {
  return filter === "problem" ? PROBLEMS.some((problem) => problem === status) : filter === status;
}

function statusCondition(status: StatusFilter | undefined): SQL | undefined {
  if (!status) return undefined;
  if (status === "none") return isNull(members.emailStatus);
  return inArray(members.emailStatus, status === "problem" ? [...PROBLEMS] : [status]);
}

/** A list of any length as one parameter: `(select …)`. */
function uuidList(ids: readonly string[]): SQL {
  return sql`(select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::text::json))`;
}
