import { createElement } from "react";
import { Mailing } from "@/emails/mailing";
import { Invalid } from "@/lib/errors";
import type { Language } from "@/lib/i18n/language";
import { mailTexts } from "@/lib/i18n/mail-texts";
import { associationLines } from "@/lib/mail/association-lines";
import { compile, plainTextOf, Tokens } from "@/lib/mail/compile";
import { headerSafe } from "@/lib/mail/header";
import { byLanguage } from "@/lib/mail/languages";
import { linked } from "@/lib/mail/linked";
import { type MergeProblem, type MergeTag, parseMerge, parseMergeHtml } from "@/lib/mail/merge";
import { styled } from "@/lib/mail/rich-text";
import { sanitiseBody } from "@/lib/mail/sanitise";
import { type CompiledTemplate, escapeHtml } from "@/lib/mail/template";

export type MailingContent = {
  /** May hold merge tags. */
  subject: string;
  /** Rich text from the editor; sanitised here once more. May hold merge tags. */
  bodyHtml: string;
  office: { name: string; logoUrl?: string; address?: string; footer?: string };
};

/** Faults in the merge tags of a mailing, to be shown in the editor; none means that it compiles. */
export function mergeProblems({ subject, bodyHtml }: Pick<MailingContent, "subject" | "bodyHtml">): {
  subject: MergeProblem[];
  body: MergeProblem[];
} {
  return {
    subject: parseMerge(subject).problems,
    body: parseMergeHtml(sanitiseBody(bodyHtml)).problems,
  };
}

/**
 * Gmail cuts off a mail after 102 KB, and the unsubscribe link is at the end. This leaves room for what is
 * around the text.
 */
const MOST_BYTES = 90_000;

/** True if some members would not see the end of the mail. */
export function isCut(bodyHtml: string): boolean {
  return Buffer.byteLength(written(bodyHtml)) > MOST_BYTES;
}

/** What the office wrote, as it stands in the mail. */
function written(bodyHtml: string): string {
  return styled(linked(sanitiseBody(bodyHtml)));
}

/** Tags without a fallback, which leave a gap where a card lacks the value. */
export function tagsWithoutFallback({
  subject,
  bodyHtml,
}: Pick<MailingContent, "subject" | "bodyHtml">): MergeTag[] {
  const { parts } = parseMergeHtml(sanitiseBody(bodyHtml));
  const bare = [...parseMerge(subject).parts, ...parts].flatMap((part) =>
    typeof part === "string" || part.fallback ? [] : part.tag,
  );
  return [...new Set(bare)];
}

/**
 * Compiles a mailing for readers of one language: what the office wrote is the same in all, what
 * surrounds it is in theirs. The result needs the link `unsubscribe`.
 *
 * @throws Invalid `merge_tags` when a tag is unknown or broken: it is never sent as text.
 */
export async function compileMailing(
  { subject, bodyHtml, office }: MailingContent,
  language: Language,
): Promise<CompiledTemplate> {
  const title = parseMerge(headerSafe(subject));
  const body = parseMergeHtml(written(bodyHtml));
  const problem = [...title.problems, ...body.problems][0];
  if (problem) throw new Invalid("merge_tags", { problem: problem.code, text: problem.text });

  const t = mailTexts(language);
  const tokens = new Tokens();
  const subjectText = tokens.text(title.parts);
  const bodyText = tokens.text(body.parts);
  const element = createElement(Mailing, {
    language,
    subject: subjectText,
    preview: tokens.cut(plainTextOf(bodyText).replace(/\s+/g, " "), PREVIEW_LENGTH),
    associationName: office.name,
    ...(office.logoUrl && { logoUrl: office.logoUrl }),
    bodyHtml: bodyText,
    associationLines: associationLines(office).map((line) => styled(linked(escapeHtml(line)))),
    sentBy: t("sentBy", { association: office.name }),
    why: t("mailing.why", { association: office.name }),
    unsubscribe: t("mailing.unsubscribe"),
    unsubscribeNote: t("mailing.unsubscribeNote"),
    unsubscribeUrl: tokens.link("unsubscribe"),
  });
  return compile(tokens, subjectText, element);
}

/** The mailing for readers of each language: what is frozen when it is sent. */
export async function compileMailings(content: MailingContent): Promise<Record<Language, CompiledTemplate>> {
  return byLanguage((language) => compileMailing(content, language));
}

/** In characters, tokens as they are; more than any mail program shows. */
const PREVIEW_LENGTH = 250;
