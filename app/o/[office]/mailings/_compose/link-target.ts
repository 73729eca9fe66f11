const SCHEMES = ["http:", "https:", "mailto:", "tel:"];

/**
 * The address of a link from what a person types: a web address with or without `https://`, an
 * e-mail address, a phone number. Blanks, as in the subject of a mail to be written, are put in as such.
 *
 * @returns null for what cannot stand in a mail.
 */
export function linkTarget(typed: string): string | null {
  const text = typed.trim();
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)) return `mailto:${text}`;
  if (/^\+?[\d\s()-]{5,20}$/.test(text)) return `tel:${text.replace(/[^\d+]/g, "")}`;
  const address = (/^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`).replace(/\s/g, "%20");
  return isLinkTarget(address) ? address : null;
}

/** True for an address that the mail keeps. */
export function isLinkTarget(address: string): boolean {
  if (/[\s{}]/.test(address) || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (!SCHEMES.includes(protocol)) return false;
  return !protocol.startsWith("http") || hostname.includes(".");
}
