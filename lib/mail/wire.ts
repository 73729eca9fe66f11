import { type Envelope, providerMail } from "@/lib/mail/envelope";
import type { ProviderMail } from "@/lib/mail/provider";
import { type CompiledTemplate, type Piece, personaliseForJson } from "@/lib/mail/template";

/** A mail as it goes over the wire, and what it is recognised by in the provider's list. */
export type WireMail = { to: string; subject: string; json: Piece[] };

/** A mail as the provider's API takes it. */
export function wireMail(mail: ProviderMail): WireMail {
  return { to: mail.to[0] ?? "", subject: mail.subject, json: [jsonOf(mail)] };
}

function jsonOf({ from, to, reply_to, subject, html, text, headers, tags }: ProviderMail): string {
  return JSON.stringify({
    from,
    to,
    ...(reply_to && { reply_to }),
    subject,
    html,
    text,
    headers,
    tags,
  });
}

const EMPTY = '"html":"","text":""';

/**
 * The mail of one recipient, byte for byte as `wireMail` writes it, without reading through what is
 * the same for all of them.
 */
export function personalisedWireMail(
  envelope: Envelope,
  template: CompiledTemplate,
  values: Readonly<Record<string, string | undefined>>,
  links: Parameters<typeof personaliseForJson>[2],
  mailFrom: string,
): WireMail {
  const { subject, html, text } = personaliseForJson(template, values, links);
  const mail = providerMail(envelope, { subject, html: "", text: "" }, mailFrom);
  const empty = jsonOf(mail);
  /* Inside a string each quote has a backslash before it: the first match is the two members. */
  const at = empty.indexOf(EMPTY);
  return {
    to: envelope.to,
    subject: mail.subject,
    json: [
      `${empty.slice(0, at)}"html":"`,
      ...html,
      '","text":"',
      ...text,
      `"${empty.slice(at + EMPTY.length)}`,
    ],
  };
}
