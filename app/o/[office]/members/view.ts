import { queryString } from "@/app/_edge/query-string";
import type { PageOf } from "@/lib/db/page";
import { type Audience, audienceSchema } from "@/lib/members/audience";
import { cursorSchema, type MemberPlace } from "@/lib/members/queries";
import { nthOf } from "../span";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The view that the address bar names; parts that make no sense are left out. */
export function viewOf(params: Awaited<SearchParams>): Audience {
  const view: Audience = {};
  const search = audienceSchema.shape.search.safeParse(single(params.search)?.slice(0, 200)).data;
  const status = audienceSchema.shape.status.safeParse(single(params.status)).data;
  if (search) view.search = search;
  if (status) view.status = status;
  return view;
}

/** The page of the list that the address bar names; the first one where it names none. */
export function pageOf(params: Awaited<SearchParams>): PageOf<MemberPlace> {
  const after = cursorSchema.safeParse(single(params.after)).data;
  const before = cursorSchema.safeParse(single(params.before)).data;
  return after ? { after } : { before };
}

/** `?search=…&status=…`, with whatever else is to be told; empty where there is nothing. */
export function queryOf(view: Audience, more: Record<string, string | undefined> = {}): string {
  return queryString({ search: view.search, status: view.status, ...more });
}

/**
 * The list that the address comes from, as a query: its view and its page. Pages of a card carry it, so
 * that they lead back to the list as it was.
 */
export function listOf(params: Awaited<SearchParams>): string {
  const { after, before } = pageOf(params);
  const page = {
    after: after && single(params.after),
    before: before && single(params.before),
    nth: nthOf(params.nth)?.toString(),
  };
  return queryOf(viewOf(params), page);
}

/** A parameter that is given once. */
export function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
