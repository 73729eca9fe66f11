/** Stands where the secret of a personal link does, in mails that are shown or sent to somebody else. */
const PREVIEW = "preview";

/** Links of a mail that is none of its reader's own: they lead to pages that say so. */
export function previewLinks(baseUrl: string): { confirm: string; unsubscribe: string } {
  return { confirm: `${baseUrl}/c/${PREVIEW}`, unsubscribe: `${baseUrl}/u/${PREVIEW}` };
}

/** True for what stands in such a link. */
export function isPreview(token: string): boolean {
  return token === PREVIEW;
}
