/** A name of 253 characters (RFC 1035), and room for a port. */
const LONGEST_HOST = 300;

/**
 * True for the address of a link. Its host is measured before it is parsed: to write one of thousands of
 * foreign letters in ASCII takes the square of their number.
 */
export function isAddressOfLink(text: string): boolean {
  const [, host = ""] = /^https?:[/\\]*([^/\\?#]*)/i.exec(text) ?? [];
  return host.length <= LONGEST_HOST && URL.canParse(text);
}
