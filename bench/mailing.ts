import { randomUUID } from "node:crypto";
import { CONTENT } from "./content";

/** A mailing to everybody in an office, just sent off. */
export type SentOff = { mailingId: string; at: Date };

/** Writes a mailing to everybody in an office and presses "send". */
export async function sendToAll(officeId: string, recipients: number): Promise<SentOff> {
  /* The client of the job server reads its settings when it is loaded: not before there are any. */
  const { createDraft } = await import("../lib/mailings/draft");
  const { sendMailing } = await import("../lib/mailings/send");
  const author = { kind: "colleague", id: randomUUID(), name: "Bench", from: null } as const;
  const draft = await createDraft(officeId, author, {
    subject: CONTENT.subject,
    bodyHtml: CONTENT.bodyHtml,
    audience: {},
    onePerAddress: false,
  });
  const at = new Date();
  await sendMailing(officeId, author, draft, recipients);
  return { mailingId: draft.id, at };
}
