import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { mailings } from "@/lib/db/schema/mailings";
import type { Tx } from "@/lib/db/tenant";
import type { Language } from "@/lib/i18n/language";
import type { CompiledTemplate } from "@/lib/mail/template";
import type { MailingState } from "@/lib/mailings/state";

/** What makes the mails of a mailing; none of it changes once the recipients are frozen. */
export type FrozenMailing = {
  id: string;
  officeId: string;
  kind: "mailing" | "confirmation_request";
  state: MailingState;
  templates: Record<Language, CompiledTemplate>;
  senderName: string;
  mailFrom: string;
  replyTo: string | null;
  baseUrl: string;
  keyVersion: number;
};

const frozenColumns = z.object({
  templates: z.custom<FrozenMailing["templates"]>((value) => typeof value === "object" && value !== null),
  senderName: z.string(),
  mailFrom: z.string(),
  baseUrl: z.string(),
  keyVersion: z.number(),
});

/**
 * Reads a mailing whose recipients are frozen, and holds its state until the transaction ends:
 * pausing or cancelling waits for the hand-over of one batch at most.
 *
 * @returns null if it is not of this office, or not frozen.
 */
export async function lockFrozenMailing(
  tx: Tx,
  officeId: string,
  mailingId: string,
): Promise<FrozenMailing | null> {
  const [row] = await tx
    .select({
      id: mailings.id,
      officeId: mailings.officeId,
      kind: mailings.kind,
      state: mailings.state,
      templates: mailings.template,
      senderName: mailings.senderName,
      mailFrom: mailings.mailFrom,
      replyTo: mailings.replyTo,
      baseUrl: mailings.baseUrl,
      keyVersion: mailings.keyVersion,
    })
    .from(mailings)
    .where(and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId)))
    .for("share");
  if (!row) return null;
  const frozen = frozenColumns.safeParse(row);
  return frozen.success ? { ...row, ...frozen.data } : null;
}
