import { Forbidden } from "@/lib/errors";
import { log } from "@/lib/log";

/** Bytes of the largest form without a file. */
export const LARGEST_FORM = 64 * 1024;

/**
 * Accepts only what a page of ours has posted to a route handler. Pages whose address is a secret send
 * `Origin: null`, so `Sec-Fetch-Site` decides; browsers without that header send no cookie from other sites
 * (`SameSite=Lax`).
 *
 * @throws Forbidden for a form of another site, including other hosts of the same domain.
 */
export function refuseOtherSite({ headers }: Request): void {
  const from = headers.get("sec-fetch-site");
  if (from === null || from === "same-origin" || from === "none") return;
  log().warn({ from }, "a form of another site was refused");
  throw new Forbidden();
}

/**
 * Fields of a form that a page of ours has posted to a route handler.
 *
 * @returns an empty form where the body is none.
 * @throws Forbidden for a form of another site, or one that is too large.
 */
export async function postedForm(request: Request): Promise<FormData> {
  refuseOtherSite(request);
  if (isTooLarge(request.headers)) throw new Forbidden();
  return request.formData().catch(() => new FormData());
}

/** Whether the declared length is missing or larger than a form without a file may have. */
export function isTooLarge(headers: Headers): boolean {
  return Number(headers.get("content-length") ?? LARGEST_FORM + 1) > LARGEST_FORM;
}

/** The text of a field; empty for a file, a missing field, or an action that was called without a form. */
export function textOf(form: unknown, name: string): string {
  const value = form instanceof FormData ? form.get(name) : null;
  return typeof value === "string" ? value : "";
}

/** The texts of a field that may be ticked several times. */
export function textsOf(form: unknown, name: string): string[] {
  const values = form instanceof FormData ? form.getAll(name) : [];
  return values.filter((value) => typeof value === "string");
}
