import { env } from "@/lib/env";
import { headerSafe } from "@/lib/mail/header";
import type { ProviderMail } from "@/lib/mail/provider";
import type { RenderedMail } from "@/lib/mail/template";

export type Envelope = {
  /** Address of the one recipient. */
  to: string;
  /** Name of the office, shown as "Name via Brevduva". */
  officeName: string;
  replyTo: string | null;
  /** Our id of the attempt: comes back in every event. Null for mails that are not followed. */
  attemptId: string | null;
  /** Where a mail program posts a one-click unsubscribe; null for mails to colleagues. */
  oneClickUrl: string | null;
};

/** Puts a rendered mail into its envelope. */
export function providerMail(
  { to, officeName, replyTo, attemptId, oneClickUrl }: Envelope,
  { subject, html, text }: RenderedMail,
  mailFrom: string = env().MAIL_FROM,
): ProviderMail {
  return {
    from: fromHeader(officeName, mailFrom),
    to: [to],
    ...(replyTo && { reply_to: replyTo }),
    subject: headerSafe(subject),
    html,
    text,
    headers: { ...QUIET, ...(oneClickUrl ? unsubscribeHeaders(oneClickUrl) : AUTOMATIC) },
    tags: attemptId ? [{ name: "attempt", value: attemptId }] : [],
  };
}

/**
 * Suppresses automatic replies such as holiday messages, which the association would get from many mailboxes.
 * For Exchange; other systems recognise the headers of mailing lists (RFC 3834). Non-delivery reports are
 * still wanted.
 */
const QUIET = { "X-Auto-Response-Suppress": "OOF, AutoReply" };

/** The standard's way of saying so, for what does not go to a list: a request to confirm, a mail about a login. */
const AUTOMATIC = { "Auto-Submitted": "auto-generated" };

const NAME_LENGTH = 120;

/** The last one that was written: all mails of a mailing have the same. */
let lastFrom: { officeName: string; mailFrom: string; header: string } | undefined;

/** `Name via Brevduva <address>`, quoted where the name needs it (RFC 5322). */
export function fromHeader(officeName: string, mailFrom: string = env().MAIL_FROM): string {
  if (lastFrom?.officeName !== officeName || lastFrom.mailFrom !== mailFrom) {
    lastFrom = { officeName, mailFrom, header: writeFrom(officeName, mailFrom) };
  }
  return lastFrom.header;
}

function writeFrom(officeName: string, mailFrom: string): string {
  const plain = headerSafe(officeName.replace(/["\\<>]/g, " ")).replace(/\s+/g, " ");
  const name = Array.from(plain).slice(0, NAME_LENGTH).join("").trim();
  const shown = name ? `${name} via Brevduva` : "Brevduva";
  return /^[\p{L}\p{M}\p{N} '&/+_-]+$/u.test(shown) ? `${shown} <${mailFrom}>` : `"${shown}" <${mailFrom}>`;
}

/** RFC 8058 asks for https; on one's own machine http is let through, so that it can be tried. */
const ONE_CLICK = /^(https:|http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/])/;

function unsubscribeHeaders(url: string): Record<string, string> {
  if (!ONE_CLICK.test(url)) return {};
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}
