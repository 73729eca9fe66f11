import type { Round } from "@/lib/confirmations/request";
import type { Audience } from "@/lib/members/audience";

/** More ids than this do not fit into an address. */
export const IDS_AT_MOST = 100;

/**
 * Address of the page that asks before a confirmation request is sent. Also used in the browser, so it must
 * not import a schema.
 */
export function confirmHref(slug: string, round: Round, { search, status, ids }: Audience): string {
  const query = new URLSearchParams({ round });
  if (search) query.set("search", search);
  if (status) query.set("status", status);
  if (ids) query.set("ids", ids.slice(0, IDS_AT_MOST).join(","));
  return `/o/${slug}/mailings/confirm?${query}`;
}
