import { and, eq, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import { withOffice } from "@/lib/db/tenant";
import { Conflict, NotFound } from "@/lib/errors";
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

/** @returns the id of the new draft. */
export async function createDraft(officeId: string, actor: Colleague, input: MailingInput): Promise<string> {
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
      .returning({ id: mailings.id });
    if (!row) throw new NotFound();
    const object = { id: row.id, name: input.subject };
    await record(tx, officeId, { actor, act: "mailing.drafted", object });
    return row.id;
  });
}

/** @throws Conflict if the mailing is no draft any more, or not of this office. */
export async function updateDraft(officeId: string, mailingId: string, input: MailingInput): Promise<void> {
  await withOffice(officeId, async (tx) => {
    const rows = await tx
      .update(mailings)
      .set({ ...columnsOf(input), updatedAt: sql`now()` })
      .where(and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId), eq(mailings.state, "draft")))
      .returning({ id: mailings.id });
    if (rows.length === 0) throw new Conflict();
  });
}

/** @throws Conflict if the mailing is no draft any more, or not of this office. */
export async function deleteDraft(officeId: string, actor: Actor, mailingId: string): Promise<void> {
  await withOffice(officeId, async (tx) => {
    const [gone] = await tx
      .delete(mailings)
      .where(and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId), eq(mailings.state, "draft")))
      .returning({ subject: mailings.subject });
    if (!gone) throw new Conflict();
    const object = { id: mailingId, name: gone.subject };
    await record(tx, officeId, { actor, act: "mailing.deleted", object });
  });
}
