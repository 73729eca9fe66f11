import { addressOf } from "@/lib/limits/address";
import type { LimitName } from "@/lib/limits/limits";
import { take } from "@/lib/limits/take";
import { readLink } from "@/lib/links/token";

/**
 * Counts a visit to a page whose address is a secret, so that nobody can find one by trying. Members' links
 * that we signed have a separate, much higher limit, because a mail filter opens all of them at once.
 *
 * @throws TooMany
 */
export async function takeVisit(path: string, headers: Headers): Promise<void> {
  const limit = limitOf(path);
  if (limit) await take(limit, addressOf(headers));
}

function limitOf(path: string): LimitName | null {
  const [, page, token] = /^\/(c|u|reset|activate|email|reply-to|api\/unsubscribe)\/([^/]+)/.exec(path) ?? [];
  if (!page) return null;
  if (["reset", "activate", "email", "reply-to"].includes(page)) return "linkAddress";
  return readLink(page === "c" ? "confirm" : "unsubscribe", token) ? "memberAddress" : "linkAddress";
}
