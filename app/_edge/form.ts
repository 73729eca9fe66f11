import { Forbidden } from "@/lib/errors";

/** Bytes of the largest form without a file. */
const LARGEST = 64 * 1024;

/**
 * Fields of a form that a page of ours has posted to a route handler. Pages whose address is a secret
 * send `Origin: null`, so what tells is `Sec-Fetch-Site`; browsers without it send no cookie along
 * from elsewhere (`SameSite=Lax`).
 *
 * @returns an empty form where the body is none.
 * @throws Forbidden for a form of another site, or one that is too large.
 */
export async function postedForm(request: Request): Promise<FormData> {
  const from = request.headers.get("sec-fetch-site");
  if (from !== null && from !== "same-origin" && from !== "none") throw new Forbidden();
  if (Number(request.headers.get("content-length") ?? LARGEST + 1) > LARGEST) throw new Forbidden();
  return request.formData().catch(() => new FormData());
}

/** A field's text; empty for a file or nothing. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
