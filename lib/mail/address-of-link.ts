/** A name of 253 characters (RFC 1035), and room for a port. */
const LONGEST_HOST = 300;

/**
 * True for the address of a link. The length of its host is checked before it is parsed, because converting
 * thousands of international characters to ASCII takes quadratic time.
 */
export function isAddressOfLink(text: string): boolean {
  const [, host = ""] = /^https?:[/\\]*([^/\\?#]*)/i.exec(text) ?? [];
  return host.length <= LONGEST_HOST && URL.canParse(text);
}
