import { and, eq, type SQL, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { versionOf } from "@/lib/db/version";
import { Conflict, NotFound, Outdated } from "@/lib/errors";
import { type Actor, type Colleague, record } from "@/lib/log-book/record";
import { headerSafe } from "@/lib/mail/header";
import { sanitiseBody } from "@/lib/mail/sanitise";
import type { MailingInput } from "@/lib/mailings/input";

function columnsOf(input: MailingInput) {
  return {
    subject: headerSafe(input.subject),
    bodyHtml: sanitiseBody(input.bodyHtml),
    audience: input.audience,
    onePerAddress: input.onePerAddress,
  };
}

/** A draft as somebody saw it last: in another version it has been saved by somebody else meanwhile. */
export type DraftRef = { id: string; version: string };

const written = { id: mailings.id, version: versionOf(mailings.updatedAt) };

/** Keeps what has been written in a new draft. */
export async function createDraft(
  officeId: string,
  actor: Colleague,
  input: MailingInput,
): Promise<DraftRef> {
  return withOffice(officeId, async (tx) => {
    const [row] = await tx
      .insert(mailings)
      .values({
        officeId,
        kind: "mailing",
        createdBy: actor.id,
        createdByName: actor.name,
        ...columnsOf(input),
      })
      .returning(written);
    if (!row) throw new NotFound();
    const object = { id: row.id, name: input.subject };
    await record(tx, officeId, { actor, act: "mailing.drafted", object });
    return row;
  });
}

/**
 * Saves a draft anew.
 *
 * @returns it in its new version.
 * @throws Conflict if the mailing is no draft any more, or not of this office.
 * @throws Outdated if somebody saved it since it was seen.
 */
export async function updateDraft(officeId: string, seen: DraftRef, input: MailingInput): Promise<DraftRef> {
  return withOffice(officeId, async (tx) => {
    await lockDraft(tx, officeId, seen);
    const [saved] = await tx
      .update(mailings)
      .set({ ...columnsOf(input), updatedAt: sql`clock_timestamp()` })
      .where(isDraft(officeId, seen.id))
      .returning(written);
    if (!saved) throw new Conflict();
    return saved;
  });
}

/**
 * Deletes a draft for good.
 *
 * @throws Conflict if the mailing is no draft any more, or not of this office.
 * @throws Outdated if somebody saved it since it was seen: what they wrote nobody has seen.
 */
export async function deleteDraft(officeId: string, actor: Actor, seen: DraftRef): Promise<void> {
  await withOffice(officeId, async (tx) => {
    const { subject } = await lockDraft(tx, officeId, seen);
    await tx.delete(mailings).where(isDraft(officeId, seen.id));
    const object = { id: seen.id, name: subject };
    await record(tx, officeId, { actor, act: "mailing.deleted", object });
  });
}

/** What of a draft decides whether it can be sent. */
export type WrittenDraft = Pick<
  typeof mailings.$inferSelect,
  "officeId" | "subject" | "bodyHtml" | "audience" | "onePerAddress"
>;

/**
 * Holds a draft in the version that was seen.
 *
 * @throws Conflict if it is no draft any more, or not of this office; Outdated if somebody saved it since.
 */
export async function lockDraft(tx: Tx, officeId: string, { id, version }: DraftRef): Promise<WrittenDraft> {
  const [current] = await tx
    .select({
      officeId: mailings.officeId,
      subject: mailings.subject,
      bodyHtml: mailings.bodyHtml,
      audience: mailings.audience,
      onePerAddress: mailings.onePerAddress,
      version: versionOf(mailings.updatedAt),
    })
    .from(mailings)
    .where(isDraft(officeId, id))
    .for("update");
  if (!current) throw new Conflict();
  if (current.version !== version) throw new Outdated(current.version);
  return current;
}

function isDraft(officeId: string, id: string): SQL | undefined {
  return and(eq(mailings.officeId, officeId), eq(mailings.id, id), eq(mailings.state, "draft"));
}
