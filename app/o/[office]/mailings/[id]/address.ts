import type { RecipientFilter } from "@/lib/messages/queries";

/** `?status=…&search=…` and what else is to be told; empty where there is nothing. */
export function recipientQuery(
  filter: RecipientFilter,
  more: Record<string, string | undefined> = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ status: filter.status, search: filter.search, ...more })) {
    if (value) query.set(name, value);
  }
  return query.size > 0 ? `?${query}` : "";
}
