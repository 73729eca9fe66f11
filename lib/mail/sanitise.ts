import sanitizeHtml from "sanitize-html";
import { isAddressOfLink } from "@/lib/mail/address-of-link";

const SCHEMES = ["http:", "https:", "mailto:", "tel:"];

/** Far deeper than anybody writes. The renderer and the plain text use recursion. */
const DEEPEST = 100;

/**
 * Sanitises the rich text of a mailing: keeps headings, paragraphs, bold, italics, lists, quotes, rules and
 * external links. Other markup is removed and its text kept, except scripts and styles.
 */
export function sanitiseBody(html: string): string {
  /* Twice, because nested paragraphs, as `div`s become, are separated only when the result is parsed
     again, as a mail program would. */
  return onlyHarmless(onlyHarmless(html));
}

function onlyHarmless(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: ["h1", "h2", "h3", "p", "strong", "em", "ul", "ol", "li", "a", "br", "blockquote", "hr"],
    allowedAttributes: { a: ["href"] },
    nestingLimit: DEEPEST,
    transformTags: {
      b: "strong",
      i: "em",
      div: "p",
      a: (_, { href = "" }) => linkTo(linkTarget(href)),
    },
  });
}

/** A link without a target loses its markup and keeps its words. */
function linkTo(target: string | null): sanitizeHtml.Tag {
  return target ? { tagName: "a", attribs: { href: target } } : { tagName: "span", attribs: {} };
}

/** The address of a link that may stand in a mail, null for any other. */
function linkTarget(href: string): string | null {
  /* An angle bracket has to be encoded in an address (RFC 3986). The sanitiser would search for comments
     and copy everything for each one it finds. */
  const written = href.replace(/[\p{Cc}\s]+/gu, "").replaceAll("<", "%3C");
  const target = /^www\./i.test(written) ? `https://${written}` : written;
  if (!isAddressOfLink(target)) return null;
  return SCHEMES.includes(new URL(target).protocol) ? target : null;
}
