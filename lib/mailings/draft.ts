import { and, eq, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import { withOffice } from "@/lib/db/tenant";
import { Conflict, NotFound } from "@/lib/errors";
import { headerSafe } from "@/lib/mail/header";
import { sanitiseBody } from "@/lib/mail/sanitise";
import type { MailingInput } from "@/lib/mailings/input";

export type Author = { id: string; name: string };

function columnsOf(input: MailingInput) {
  return {
    subject: headerSafe(input.subject),
    bodyHtml: sanitiseBody(input.bodyHtml),
    audience: input.audience,
    onePerAddress: input.onePerAddress,
  };
}

/** @returns the id of the new draft. */
export async function createDraft(officeId: string, author: Author, input: MailingInput): Promise<string> {
  return withOffice(officeId, async (tx) => {
    const [row] = await tx
      .insert(mailings)
      .values({
        officeId,
        kind: "mailing",
        createdBy: author.id,
        createdByName: author.name,
        ...columnsOf(input),
      })
      .returning({ id: mailings.id });
    if (!row) throw new NotFound();
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
export async function deleteDraft(officeId: string, mailingId: string): Promise<void> {
  await withOffice(officeId, async (tx) => {
    const rows = await tx
      .delete(mailings)
      .where(and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId), eq(mailings.state, "draft")))
      .returning({ id: mailings.id });
    if (rows.length === 0) throw new Conflict();
  });
}
