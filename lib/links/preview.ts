import { confirmUrl, unsubscribeUrl } from "@/lib/links/url";

/** Takes the place of the token in mails that are previewed, or sent to somebody other than the member. */
const PREVIEW = "preview";

/** Links for a mail whose reader must not act for the member: they lead to pages that say so. */
export function previewLinks(baseUrl: string): { confirm: string; unsubscribe: string } {
  return { confirm: confirmUrl(baseUrl, PREVIEW), unsubscribe: unsubscribeUrl(baseUrl, PREVIEW) };
}

/** True for the token of such a link. */
export function isPreview(token: string): boolean {
  return token === PREVIEW;
}
