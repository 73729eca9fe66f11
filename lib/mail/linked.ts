import { isAddressOfLink } from "@/lib/mail/address-of-link";

/** An address as it is typed in a text: of a page, with `https://` or `www.`, or of a mailbox. */
const TYPED =
  /(?<![\p{L}\p{N}._%+@/-])(?:(?:https?:\/\/|www\.)[^\s<>"{}]+|[\w.%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63})/giu;

/** Punctuation that may follow an address in a sentence and does not belong to it. */
const AFTER = /[.,;:!?)\]'”’»…*]$/u;

/**
 * Makes links of the addresses in the text of sanitised HTML: some mail programs, Outlook above all, leave
 * them as dead text.
 */
export function linked(html: string): string {
  let inside = 0;
  return html
    .split(/(<[^>]*>)/)
    .map((piece, place) => {
      if (place % 2 === 0) return inside > 0 ? piece : piece.replace(TYPED, link);
      if (piece.startsWith("<a ")) inside++;
      else if (piece === "</a>") inside--;
      return piece;
    })
    .join("");
}

/** No program takes a longer one. */
const LONGEST = 2_000;

function link(typed: string, at: number, text: string): string {
  if (typed.length > LONGEST) return typed;
  const address = withoutEnd(typed);
  const target = targetOf(address);
  const goesOn = text.startsWith("{{", at + typed.length);
  if (goesOn || !isAddressOfLink(target)) return typed;
  return `<a href="${target}">${address}</a>${typed.slice(address.length)}`;
}

function targetOf(address: string): string {
  if (/^https?:/i.test(address)) return address;
  return /^www\./i.test(address) ? `https://${address}` : `mailto:${address}`;
}

function withoutEnd(typed: string): string {
  let [address = ""] = typed.split(/&(?:lt|gt|quot|#39);/);
  while (AFTER.test(address.slice(-1)) && !isWhole(address)) address = address.slice(0, -1);
  return address;
}

/** Ends with an `&`, as HTML writes it, or with a bracket that was opened in the address. */
function isWhole(address: string): boolean {
  if (address.endsWith("&amp;")) return true;
  return address.endsWith(")") && address.lastIndexOf("(") > address.lastIndexOf(")", address.length - 2);
}
