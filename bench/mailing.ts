import { randomUUID } from "node:crypto";
import { CONTENT } from "./content";

/** A mailing to everybody in an office that has just been sent off. */
export type SentOff = { mailingId: string; at: Date };

/** Writes a mailing to everybody in an office and presses "send". */
export async function sendToAll(officeId: string, recipients: number): Promise<SentOff> {
  /* Imported here, because the job server's client reads its settings when it is loaded. */
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
