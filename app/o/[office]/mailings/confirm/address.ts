import { z } from "zod";
import type { Round } from "@/lib/confirmations/request";
import { type Audience, audienceSchema } from "@/lib/members/audience";
import { IDS_AT_MOST } from "./href";

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

/**
 * The request in the address of the page.
 *
 * @returns null if it names cards that cannot exist: asking everybody instead would be wrong.
 */
export function askedIn(query: Record<string, unknown>): { round: Round; audience: Audience } | null {
  const parsed = querySchema.safeParse(query);
  if (!parsed.success) return null;
  const { round, search, status, ids } = parsed.data;
  const audience = { ...(search && { search }), ...(status && { status }), ...(ids && { ids }) };
  return { round, audience };
}
