import { randomUUID } from "node:crypto";
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { v5 as uuidOf } from "uuid";
import { mailings } from "@/lib/db/schema/mailings";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { versionOf } from "@/lib/db/version";
import { Conflict, Invalid, Outdated } from "@/lib/errors";
import { type Actor, type Colleague, record } from "@/lib/log-book/record";
import { headerSafe } from "@/lib/mail/header";
import { sanitiseBody } from "@/lib/mail/sanitise";
import type { MailingInput } from "@/lib/mailings/input";
import { storedAudience } from "@/lib/members/audience";

function columnsOf(input: MailingInput) {
  return {
    subject: headerSafe(input.subject),
    bodyHtml: sanitiseBody(input.bodyHtml),
    audience: input.audience,
    onePerAddress: input.onePerAddress,
  };
}

/**
 * A draft in the version that somebody last saw; if it has another version by now, somebody else has saved
 * it.
 */
export type DraftRef = { id: string; version: string };

const written = { id: mailings.id, version: versionOf(mailings.updatedAt) };

type Stamps = Partial<Record<"createdAt" | "updatedAt", SQL>>;

const SAVED_NOW: Stamps = { updatedAt: sql`clock_timestamp()` };
/** Marks a draft as untouched since it was created, since the response to its creation may have been lost. */
const MADE_NOW: Stamps = { createdAt: sql`statement_timestamp()`, updatedAt: sql`statement_timestamp()` };

/**
 * Saves a text in a new draft. If the response to an earlier attempt was lost, it is saved in that attempt's
 * draft, unless somebody has saved that since.
 *
 * @param attempt a UUID that the client has generated. The draft's id is derived from it, the office and the
 *   person: an id that clients could choose freely might be another office's.
 * @throws Conflict if the mailing is no draft any more.
 * @throws Invalid `too_many_drafts`
 */
export async function createDraft(
  officeId: string,
  actor: Colleague,
  input: MailingInput,
  attempt: string = randomUUID(),
): Promise<DraftRef> {
  const id = uuidOf(`${actor.id} ${attempt}`, officeId);
  return withOffice(officeId, async (tx) => {
    const made = await insert(tx, officeId, actor, input, id);
    if (made) return made;
    const first = await lock(tx, officeId, id);
    if (first.untouched) return overwrite(tx, officeId, first, input, MADE_NOW);
    const another = await insert(tx, officeId, actor, input, randomUUID());
    if (!another) throw new Conflict();
    return another;
  });
}

/** Drafts and scheduled mailings of an office: each may be as large as the text that it can hold. */
const MOST_UNSENT = 500;

/** @returns null if there is one with this id. */
async function insert(
  tx: Tx,
  officeId: string,
  actor: Colleague,
  input: MailingInput,
  id: string,
): Promise<DraftRef | null> {
  const [row] = await tx
    .insert(mailings)
    .values({
      id,
      officeId,
      kind: "mailing",
      createdBy: actor.id,
      createdByName: actor.name,
      ...columnsOf(input),
    })
    .onConflictDoNothing()
    .returning(written);
  if (!row) return null;
  const [unsent] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(mailings)
    .where(and(eq(mailings.officeId, officeId), inArray(mailings.state, ["draft", "scheduled"])));
  if (unsent && unsent.count > MOST_UNSENT) throw new Invalid("too_many_drafts", { count: MOST_UNSENT });
  const object = { id: row.id, name: input.subject };
  await record(tx, officeId, { actor, act: "mailing.drafted", object });
  return row;
}

/**
 * Saves a draft anew. One that says all this already is saved, whatever its version: the answer to the first
 * attempt may have been lost.
 *
 * @returns it in its new version.
 * @throws Conflict if the mailing is no draft any more, or not of this office.
 * @throws Outdated if somebody saved it since it was seen.
 */
export async function updateDraft(officeId: string, seen: DraftRef, input: MailingInput): Promise<DraftRef> {
  return withOffice(officeId, async (tx) => {
    const current = await lock(tx, officeId, seen.id);
    const isSeen = current.version === seen.version;
    if (!isSeen && !isSame(current, columnsOf(input))) throw new Outdated(current.version);
    return overwrite(tx, officeId, current, input);
  });
}

async function overwrite(
  tx: Tx,
  officeId: string,
  current: LockedDraft,
  input: MailingInput,
  stamps: Stamps = SAVED_NOW,
): Promise<DraftRef> {
  const { id, version } = current;
  const content = columnsOf(input);
  if (isSame(current, content)) return { id, version };
  const [saved] = await tx
    .update(mailings)
    .set({ ...content, ...stamps })
    .where(isDraft(officeId, id))
    .returning(written);
  if (!saved) throw new Conflict();
  return saved;
}

function isSame(current: WrittenDraft, content: ReturnType<typeof columnsOf>): boolean {
  return (
    current.subject === content.subject &&
    current.bodyHtml === content.bodyHtml &&
    current.onePerAddress === content.onePerAddress &&
    JSON.stringify(storedAudience(current.audience)) === JSON.stringify(storedAudience(content.audience))
  );
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
  const current = await lock(tx, officeId, id);
  if (current.version !== version) throw new Outdated(current.version);
  return current;
}

type LockedDraft = WrittenDraft & {
  id: string;
  version: string;
  /** Nobody has saved it since it was made. */
  untouched: boolean;
};

async function lock(tx: Tx, officeId: string, id: string): Promise<LockedDraft> {
  const [current] = await tx
    .select({
      id: mailings.id,
      officeId: mailings.officeId,
      subject: mailings.subject,
      bodyHtml: mailings.bodyHtml,
      audience: mailings.audience,
      onePerAddress: mailings.onePerAddress,
      version: versionOf(mailings.updatedAt),
      untouched: sql<boolean>`${mailings.updatedAt} = ${mailings.createdAt}`,
    })
    .from(mailings)
    .where(isDraft(officeId, id))
    .for("update");
  if (!current) throw new Conflict();
  return current;
}

function isDraft(officeId: string, id: string): SQL | undefined {
  return and(eq(mailings.officeId, officeId), eq(mailings.id, id), eq(mailings.state, "draft"));
}
