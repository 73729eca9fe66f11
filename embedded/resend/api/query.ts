import { z } from "zod";
import type { Page } from "../store/emails";
import { invalid } from "./errors";

const uuid = z.uuid();

/**
 * The page that a list request asks for.
 *
 * @throws ApiError 422 when limit or cursor is malformed
 */
export function pageOf(query: URLSearchParams): Page {
  const limit = Number(query.get("limit") ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw invalid("The `limit` must be between 1 and 100.");
  const after = query.get("after") ?? undefined;
  const before = query.get("before") ?? undefined;
  if (after && before) throw invalid("The `after` and `before` parameters cannot be used together.");
  for (const cursor of [after, before]) {
    if (cursor !== undefined && !isUuid(cursor)) throw invalid("The pagination cursor must be a valid UUID.");
  }
  return { limit, after, before };
}

export function isUuid(text: string): boolean {
  return uuid.safeParse(text).success;
}
