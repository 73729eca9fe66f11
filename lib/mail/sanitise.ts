import sanitizeHtml from "sanitize-html";
import { isAddressOfLink } from "@/lib/mail/address-of-link";

const SCHEMES = ["http:", "https:", "mailto:", "tel:"];

/** Far deeper than anybody writes. The renderer and the plain text go down by recursion. */
const DEEPEST = 100;

/**
 * Rich text of a mailing: headings, paragraphs, bold, italics, lists, quotes, rules and links that
 * lead out. Everything else is taken away, what it says is kept, save scripts and styles.
 */
export function sanitiseBody(html: string): string {
  /* Paragraphs inside one another, as `div`s make them, come apart when they are read once more: as a mail
     program would read them. */
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
  /* An angle bracket stands encoded in an address (RFC 3986). The sanitiser would look for comments, and
     copy the whole for each that it finds. */
  const written = href.replace(/[\p{Cc}\s]+/gu, "").replaceAll("<", "%3C");
  const target = /^www\./i.test(written) ? `https://${written}` : written;
  if (!isAddressOfLink(target)) return null;
  return SCHEMES.includes(new URL(target).protocol) ? target : null;
}
