import { queryString } from "@/app/_edge/query-string";
import { type RecipientFilter, recipientFilterSchema, recipientPlaceSchema } from "@/lib/messages/queries";
import { nthOf } from "../../span";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** What the address narrows the recipients to; parts that make no sense are left out. */
export function recipientFilterOf({ status, search }: Awaited<SearchParams>): RecipientFilter {
  return {
    status: recipientFilterSchema.shape.status.safeParse(status).data,
    search: recipientFilterSchema.shape.search.safeParse(search).data,
  };
}

/** The page of the recipients that the address names; the first one where it names none. */
export function recipientPageOf({ after, before }: Awaited<SearchParams>) {
  return {
    after: after ? recipientPlaceSchema.safeParse(after).data : undefined,
    before: before ? recipientPlaceSchema.safeParse(before).data : undefined,
  };
}

/** `?status=…&search=…` and what else is to be told; empty where there is nothing. */
export function recipientQuery(
  filter: RecipientFilter,
  more: Record<string, string | number | undefined> = {},
): string {
  return queryString({ status: filter.status, search: filter.search, ...more });
}

/** The recipients that the address comes from, as a query: a message leads back to them. */
export function recipientsOf(params: Awaited<SearchParams>, more: Record<string, string> = {}): string {
  return recipientQuery(recipientFilterOf(params), {
    ...recipientPageOf(params),
    nth: nthOf(params.nth),
    ...more,
  });
}
