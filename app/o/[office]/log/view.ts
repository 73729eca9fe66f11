import { type LogFilter, type LogPlace, logFilterSchema, logPlaceSchema } from "@/lib/log-book/input";

type Params = Record<string, string | string[] | undefined>;

/** What the address narrows the log to. */
export function filterOf(params: Params): LogFilter {
  return logFilterSchema.parse(params);
}

/** The page of the log that the address names; the newest one where it names none. */
export function placeOf(params: Params): { after?: LogPlace; before?: LogPlace } {
  const after = logPlaceSchema.safeParse(params.after).data;
  const before = logPlaceSchema.safeParse(params.before).data;
  return { ...(after ? { after } : before && { before }) };
}

/** `?search=…&kind=…`, with whatever else is to be told; empty where there is nothing. */
export function logQuery(filter: LogFilter, more: Record<string, string | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, ...more })) if (value) query.set(name, value);
  return query.size > 0 ? `?${query}` : "";
}
