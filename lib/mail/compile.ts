import { randomBytes } from "node:crypto";
import type { ReactElement } from "react";
import { render, toPlainText } from "react-email";
import { forWord } from "@/emails/theme";
import type { MergePart } from "@/lib/mail/merge";
import type { CompiledTemplate, LinkName, Segments, Slot } from "@/lib/mail/template";

/** Hands out tokens for slots while a mail is rendered, and finds them again afterwards. */
export class Tokens {
  /** Unguessable, so that no text of the mail can look like a token. */
  readonly #nonce = randomBytes(12).toString("hex");
  readonly #slots: Slot[] = [];

  /** Letters and digits only: the same in HTML, in an attribute and in plain text. */
  token(slot: Slot): string {
    return `t${this.#nonce}x${this.#slots.push(slot) - 1}x`;
  }

  link(link: LinkName): string {
    return this.token({ link });
  }

  /** The parts of a text as one, with a token for each tag. */
  text(parts: readonly MergePart[]): string {
    return parts.map((part) => (typeof part === "string" ? part : this.token(part))).join("");
  }

  /** The beginning of a text, at most so many characters, with no token cut in two. */
  cut(text: string, length: number): string {
    let beginning = "";
    for (const [piece] of text.matchAll(new RegExp(`${this.#pattern}|.`, "gsu"))) {
      if (beginning.length + piece.length > length) break;
      beginning += piece;
    }
    return beginning;
  }

  /** @throws Error when a token has been cut or changed on its way through the renderer. */
  segments(text: string): Segments {
    const pieces = text.split(new RegExp(this.#pattern));
    const literals = pieces.filter((_, place) => place % 2 === 0);
    if (literals.some((literal) => literal.includes(this.#nonce))) throw new Error("a token is broken");
    const slots = pieces.flatMap((piece, place) => (place % 2 === 1 ? this.#slot(piece) : []));
    return { literals, slots };
  }

  /** @throws Error when a token stands inside markup other than as the whole of a link's `href`. */
  checkPlaces(html: string): void {
    for (const [markup] of html.matchAll(new RegExp(`<[^>]*${this.#pattern}[^>]*>`, "g"))) {
      const left = markup.replace(new RegExp(` href="${this.#pattern}"`, "g"), (whole, number: string) =>
        "link" in this.#slot(number) ? "" : whole,
      );
      if (left.includes(this.#nonce)) throw new Error("a value would be written inside markup");
    }
  }

  get #pattern(): string {
    return `t${this.#nonce}x(\\d+)x`;
  }

  #slot(number: string): Slot {
    const slot = this.#slots[Number(number)];
    if (!slot) throw new Error(`no slot has the number ${number}`);
    return slot;
  }
}

const AS_WRITTEN = ["h1", "h2", "h3"].map((selector) => ({ selector, options: { uppercase: false } }));

/** A link whose address is its text but for `https://`. */
const OWN_ADDRESS = /<a [^<>]*href="https:\/\/(www\.[^"<>]+)"[^<>]*>\1<\/a>/g;

/** The plain text of HTML, with headings as they are written, no address said twice, and no gap but one of two lines. */
export function plainTextOf(html: string): string {
  const text = toPlainText(html.replace(OWN_ADDRESS, "$1"), { selectors: AS_WRITTEN });
  return text.replace(/\n{4,}/g, "\n\n\n");
}

/** Renders a mail, HTML and plain text. React writes no conditional comments. */
export async function renderMail(element: ReactElement): Promise<{ html: string; text: string }> {
  const html = (await render(element)).replace("</head>", `${forWord}</head>`);
  return { html, text: plainTextOf(html) };
}

/** Renders a mail once, and splits it into what is the same for everybody and the slots for values. */
export async function compile(
  tokens: Tokens,
  subject: string,
  element: ReactElement,
): Promise<CompiledTemplate> {
  const { html, text } = await renderMail(element);
  tokens.checkPlaces(html);
  const compiled = {
    subject: tokens.segments(subject),
    html: tokens.segments(html),
    text: tokens.segments(text),
  };
  const slots = Object.values(compiled).flatMap((segments) => segments.slots);
  return {
    ...compiled,
    tags: [...new Set(slots.flatMap((slot) => ("tag" in slot ? slot.tag : [])))],
    links: [...new Set(slots.flatMap((slot) => ("link" in slot ? slot.link : [])))],
  };
}
