const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,59})$/;
const WITH_NAME = /^[^<>]*<([^<>]+)>$/;

/**
 * The bare address in `email@example.com` or `Name <email@example.com>`, as it was written.
 *
 * @returns undefined when the text is neither
 */
export function addressIn(text: string): string | undefined {
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return undefined;
  const address = (WITH_NAME.exec(text.trim())?.[1] ?? text).trim();
  const at = address.lastIndexOf("@");
  if (at < 1 || at > 64 || address.length > 254) return undefined;
  return LOCAL.test(address.slice(0, at)) && DOMAIN.test(address.slice(at + 1)) ? address : undefined;
}
