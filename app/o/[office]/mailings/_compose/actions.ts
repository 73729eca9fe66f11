"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { actionGuard } from "@/app/_edge/action";
import { requireOffice } from "@/lib/auth/require-office";
import { Invalid } from "@/lib/errors";
import type { Colleague } from "@/lib/log-book/record";
import type { RenderedMail } from "@/lib/mail/template";
import { createDraft, deleteDraft, updateDraft } from "@/lib/mailings/draft";
import { type MailingInput, mailingInput } from "@/lib/mailings/input";
import { type PreviewChoice, previewChoices, previewMailing, sendTest } from "@/lib/mailings/preview";
import { type RecipientSummary, summariseRecipients } from "@/lib/mailings/recipients";
import { refuseUnfinished, sendMailing } from "@/lib/mailings/send";
import { answering, type Problem } from "./answer";

const WRITE = { program: "mailings", right: "write" } as const;

const idSchema = z.uuid();

/** What the browser gives beside the slug; whatever else than a page of ours would give is said in words. */
function given<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Invalid("input");
}

function parseInput(input: unknown): MailingInput {
  const parsed = mailingInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const told = parsed.error.issues.find(({ message }) => message.endsWith("_too_long"));
  throw new Invalid(told?.message ?? "input");
}

/** Keeps what has been written: in a new draft, or in the one with this id. */
export async function saveDraft(
  slug: string,
  id: string | null,
  input: unknown,
): Promise<{ id: string } | Problem> {
  return answering(async () => {
    const { office, actor } = await requireOffice(slug, WRITE);
    return { id: await save(office.id, actor, id, input) };
  });
}

async function save(officeId: string, actor: Colleague, id: unknown, input: unknown): Promise<string> {
  const content = parseInput(input);
  const draftId = given(idSchema.nullable(), id);
  if (draftId === null) return createDraft(officeId, actor, content);
  await updateDraft(officeId, draftId, content);
  return draftId;
}

export type Recipients = { summary: RecipientSummary; choices: PreviewChoice[] };

/** Who would get it now, and as whom it can be looked at. */
export async function countRecipients(slug: string, input: unknown): Promise<Recipients | Problem> {
  return answering(async () => {
    const { office } = await requireOffice(slug, WRITE);
    const { audience, onePerAddress } = parseInput(input);
    const [summary, choices] = await Promise.all([
      summariseRecipients(office.id, audience, onePerAddress),
      previewChoices(office.id, { audience, onePerAddress }),
    ]);
    return { summary, choices };
  });
}

/** The mail as one member would see it. */
export async function preview(
  slug: string,
  input: unknown,
  memberId: string | null,
): Promise<RenderedMail | Problem> {
  return answering(async () => {
    const { office } = await requireOffice(slug, WRITE);
    return previewMailing(office.id, parseInput(input), given(idSchema.nullable(), memberId));
  });
}

/** Sends the mail to the person who writes it. */
export async function sendTestMail(slug: string, input: unknown): Promise<{ email: string } | Problem> {
  return answering(async () => {
    const { office, user } = await requireOffice(slug, WRITE);
    const content = parseInput(input);
    refuseUnfinished(content.subject, content.bodyHtml);
    await sendTest(office.id, content, user.email);
    return { email: user.email };
  });
}

/** Saves, and says what keeps the mailing from being sent, if anything does. */
export async function readyToSend(
  slug: string,
  id: string | null,
  input: unknown,
): Promise<{ id: string; recipients: Recipients; problem?: string } | Problem> {
  const saved = await saveDraft(slug, id, input);
  if ("problem" in saved) return saved;
  const recipients = await countRecipients(slug, input);
  if ("problem" in recipients) return recipients;
  const checked = await answering(async () => {
    const { subject, bodyHtml } = parseInput(input);
    refuseUnfinished(subject, bodyHtml);
    if (recipients.summary.messages === 0) throw new Invalid("nobody_confirmed");
    return {};
  });
  return { ...saved, recipients, ...checked };
}

/** Sends the draft as it was saved, if it goes to as many as the author was told. */
export async function sendDraft(slug: string, id: string, expected: number): Promise<Problem> {
  const result = await answering(async () => {
    const { office, actor } = await requireOffice(slug, WRITE);
    await sendMailing(office.id, actor, given(idSchema, id), given(z.number().int(), expected));
    return null;
  });
  if (result) return result;
  redirect(`/o/${slug}/mailings/${id}`);
}

/** Deletes the draft, and goes back to the list. */
export async function removeDraft(slug: string, id: string): Promise<Problem> {
  const { office, actor } = await actionGuard(slug, WRITE);
  const result = await answering(async () => {
    await deleteDraft(office.id, actor, given(idSchema, id));
    return null;
  });
  if (result) return result;
  redirect(`/o/${slug}/mailings?done=deleted`);
}
