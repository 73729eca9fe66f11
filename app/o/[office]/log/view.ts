import { queryString } from "@/app/_edge/query-string";
import { type InstantPlace, instantPlaceSchema } from "@/lib/db/instant-place";
import { type LogFilter, logFilterSchema } from "@/lib/log-book/input";

type Params = Record<string, string | string[] | undefined>;

/** The filter in the address of the log. */
export function filterOf(params: Params): LogFilter {
  return logFilterSchema.parse(params);
}

/** The page of the log that the address names; the newest one where it names none. */
export function placeOf(params: Params): { after?: InstantPlace; before?: InstantPlace } {
  const after = instantPlaceSchema.safeParse(params.after).data;
  const before = instantPlaceSchema.safeParse(params.before).data;
  return { ...(after ? { after } : before && { before }) };
}

/** `?search=…&kind=…`, with whatever else is to be told; empty where there is nothing. */
export function logQuery(filter: LogFilter, more: Record<string, string | undefined> = {}): string {
  return queryString({ ...filter, ...more });
}
