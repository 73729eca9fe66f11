"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { actionGuard, judge } from "@/app/_edge/action";
import { flash } from "@/app/_edge/flash";
import { Invalid } from "@/lib/errors";
import { take } from "@/lib/limits/take";
import type { Colleague } from "@/lib/log-book/record";
import type { RenderedMail } from "@/lib/mail/template";
import { createDraft, type DraftRef, deleteDraft, updateDraft } from "@/lib/mailings/draft";
import { localTimeSchema, type MailingInput, mailingInput } from "@/lib/mailings/input";
import { type Ahead, lookAhead } from "@/lib/mailings/look-ahead";
import { type PreviewChoice, previewChoices, previewMailing, sendTest } from "@/lib/mailings/preview";
import { type RecipientSummary, summariseRecipients } from "@/lib/mailings/recipients";
import { scheduleMailing } from "@/lib/mailings/schedule";
import { isBlank, refuseUnfinished, sendMailing } from "@/lib/mailings/send";
import { audienceSchema } from "@/lib/members/audience";
import { answering, inWords, type Problem } from "./answer";

const idSchema = z.uuid();

const draftSchema = z.object({ id: idSchema, version: z.string().regex(/^\d{1,20}$/) });

const writtenSchema = z.union([draftSchema, z.object({ attempt: idSchema })]);

/**
 * What is being written: a saved draft, or a text that has not been saved yet, with an id from the client.
 */
export type WrittenRef = z.output<typeof writtenSchema>;

/** Parses an argument; one that no page of ours would send is answered in words. */
function given<T>(schema: z.ZodType<T>, value: unknown): T {
  const judged = judge(schema, value);
  if ("data" in judged) return judged.data;
  throw new Invalid("input");
}

function parseInput(input: unknown): MailingInput {
  const judged = judge(mailingInput, input);
  if ("data" in judged) return judged.data;
  const told = judged.issues.find(({ message }) => message.endsWith("_too_long"));
  throw new Invalid(told?.message ?? "input");
}

/** Saves the text in a new draft, or in the draft that was seen in this version. */
export async function saveDraft(
  slug: string,
  draft: WrittenRef,
  input: unknown,
): Promise<{ draft: DraftRef } | Problem> {
  return answering(slug, async ({ office, actor }) => ({
    draft: await save(office.id, actor, given(writtenSchema, draft), parseInput(input)),
  }));
}

function save(
  officeId: string,
  actor: Colleague,
  seen: WrittenRef,
  content: MailingInput,
): Promise<DraftRef> {
  return "attempt" in seen
    ? createDraft(officeId, actor, content, seen.attempt)
    : updateDraft(officeId, seen, content);
}

export type Recipients = { summary: RecipientSummary; choices: PreviewChoice[] };

/** Counts who would get it now, and offers recipients for the preview. */
export async function countRecipients(slug: string, input: unknown): Promise<Recipients | Problem> {
  return answering(slug, ({ office }) => recipientsOf(office.id, parseInput(input)));
}

async function recipientsOf(officeId: string, content: MailingInput): Promise<Recipients> {
  const [summary, choices] = await Promise.all([
    summariseRecipients(officeId, content.audience, content.onePerAddress),
    previewChoices(officeId, content),
  ]);
  return { summary, choices };
}

/** Finds recipients for the preview by words in name, organisation, city or address. */
export async function findRecipients(
  slug: string,
  input: unknown,
  search: string,
): Promise<{ choices: PreviewChoice[] } | Problem> {
  return answering(slug, async ({ office }) => ({
    choices: await previewChoices(office.id, parseInput(input), given(audienceSchema.shape.search, search)),
  }));
}

/** The mail as one member would see it. */
export async function preview(
  slug: string,
  input: unknown,
  memberId: string | null,
): Promise<RenderedMail | Problem> {
  return answering(slug, ({ office }) =>
    previewMailing(office.id, parseInput(input), given(idSchema.nullable(), memberId)),
  );
}

/** Sends the mail to the person who writes it. */
export async function sendTestMail(slug: string, input: unknown): Promise<{ email: string } | Problem> {
  return answering(slug, async ({ office, user }) => {
    const content = parseInput(input);
    refuseUnfinished(content);
    await take("testMail", user.id);
    await sendTest(office.id, content, user.email);
    return { email: user.email };
  });
}

type Ready = {
  draft: DraftRef;
  /** Null where they could not be counted. */
  recipients: Recipients | null;
  /** What would happen if it were sent, or what prevents that. */
  verdict: { ahead: Ahead } | Problem;
};

/**
 * Saves, and says what would happen if the mailing were sent, or what prevents it. A failure after saving is
 * part of the answer, because the composer needs the new version.
 */
export async function readyToSend(slug: string, draft: WrittenRef, input: unknown): Promise<Ready | Problem> {
  return answering(slug, async ({ office, actor }) => {
    const seen = given(writtenSchema, draft);
    const content = parseInput(input);
    /* An empty text is not worth a new draft. */
    if ("attempt" in seen && isBlank(content)) throw new Invalid("subject_missing");
    const saved = await save(office.id, actor, seen, content);
    const recipients = await inWords(() => recipientsOf(office.id, content));
    if ("problem" in recipients) return { draft: saved, recipients: null, verdict: recipients };
    const verdict = await inWords(async () => {
      refuseUnfinished(content);
      if (recipients.summary.messages === 0) throw new Invalid("nobody_confirmed");
      return { ahead: await lookAhead(office.id, content) };
    });
    return { draft: saved, recipients, verdict };
  });
}

/** Sends the draft as it was saved, if it goes to as many as the author was told. */
export async function sendDraft(slug: string, draft: DraftRef, expected: number): Promise<Problem> {
  const result = await answering(slug, async ({ office, actor, user }) => {
    const seen = given(draftSchema, draft);
    const count = given(z.number().int(), expected);
    await take("mailing", user.id);
    await sendMailing(office.id, actor, seen, count);
    return seen;
  });
  if ("problem" in result) return result;
  leave(slug, result.id);
}

/** Lets the draft, as it was saved, go out by itself at a day and time by the clock of the office. */
export async function scheduleDraft(slug: string, draft: DraftRef, time: unknown): Promise<Problem> {
  const result = await answering(slug, async ({ office, actor, user }) => {
    const seen = given(draftSchema, draft);
    const local = judge(localTimeSchema, time);
    if (!("data" in local)) throw new Invalid("time_missing");
    await take("mailing", user.id);
    await scheduleMailing(office.id, actor, seen, local.data);
    return seen;
  });
  if ("problem" in result) return result;
  await flash((await getTranslations("compose"))("schedule.done"));
  leave(slug, result.id);
}

/** On the way back the browser must not show a draft that could be sent again. */
function leave(slug: string, id: string): never {
  revalidatePath(`/o/${slug}/mailings/${id}/edit`);
  redirect(`/o/${slug}/mailings/${id}`);
}

/** Deletes the draft as it was seen, and goes back to the list. */
export async function removeDraft(slug: string, draft: DraftRef): Promise<Problem> {
  const { office, actor } = await actionGuard(slug, { program: "mailings", right: "write" });
  const result = await inWords(async () => {
    await deleteDraft(office.id, actor, given(draftSchema, draft));
    return {};
  });
  if ("problem" in result) return result;
  await flash((await getTranslations("mailings"))("done.deleted"));
  redirect(`/o/${slug}/mailings`);
}
