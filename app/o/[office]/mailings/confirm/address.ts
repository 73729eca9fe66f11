import { z } from "zod";
import type { Round } from "@/lib/confirmations/request";
import { type Audience, audienceSchema } from "@/lib/members/audience";

/** More ids than this do not fit into an address. */
const IDS_AT_MOST = 100;

const idsSchema = z
  .string()
  .transform((text) => text.split(","))
  .pipe(z.array(z.uuid()).min(1).max(IDS_AT_MOST));

const querySchema = z.object({
  round: z.enum(["first", "again"]).catch("first"),
  search: audienceSchema.shape.search.catch(undefined),
  status: audienceSchema.shape.status.catch(undefined),
  ids: idsSchema.optional(),
});

/** Address of the page that asks before a confirmation request is sent. */
export function confirmHref(slug: string, round: Round, { search, status, ids }: Audience): string {
  const query = new URLSearchParams({ round });
  if (search) query.set("search", search);
  if (status) query.set("status", status);
  if (ids) query.set("ids", ids.slice(0, IDS_AT_MOST).join(","));
  return `/o/${slug}/mailings/confirm?${query}`;
}

/**
 * What the address asks for.
 *
 * @returns null where it names cards that cannot be: asking everybody instead would be wrong.
 */
export function askedIn(query: Record<string, unknown>): { round: Round; audience: Audience } | null {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) return null;
  const { round, search, status, ids } = parsed.data;
  const audience = { ...(search && { search }), ...(status && { status }), ...(ids && { ids }) };
  return { round, audience };
}
