import { translate } from "@/app/_edge/translate";
import { type InOffice, requireOffice } from "@/lib/auth/require-office";
import type { Need } from "@/lib/auth/rights";
import { requireUser } from "@/lib/auth/session";
import type { User } from "@/lib/auth/sessions";

/** First line of every page of an office: who is here, in which office and with which rights. */
export function pageGuard(slug: string, need?: Need): Promise<InOffice> {
  return translate(() => requireOffice(slug, need));
}

/** First line of a page that belongs to a person and no office. */
export function userGuard(): Promise<User> {
  return translate(requireUser);
}

/** Runs the queries of a page; "not found" becomes the 404 page, and so on. */
export function onPage<T>(work: () => Promise<T>): Promise<T> {
  return translate(work);
}
