import { randomUUID } from "node:crypto";
import { closeDatabase } from "../lib/db/client";
import { CONTENT } from "./content";
import { atLeast, type Figure } from "./figure";
import { startInstallation } from "./installation";
import { addOffice, batchBodies, lastAccepted } from "./offices";

const RECIPIENTS = 7_000;
/** Turn about, so that a machine that is busy for a while is busy for both. */
const ROUNDS = 3;
/** What the sending job is limited to per office. */
const CONCURRENCY = 4;

/**
 * From "send" to the last accepted answer, against a bare loop that posts the same batches
 * ready-made to the same provider with the same concurrency. Webhooks are off.
 */
export async function send(): Promise<Figure[]> {
  const installation = await startInstallation({
    MAIL_RATE: "10000",
    MAIL_PROVIDER_RATE: "0",
    MAIL_WEBHOOK_URL: "",
  });
  try {
    await bareLoop(await batchBodies((await pipeline(1000)).mailingId));
    const seconds = { pipeline: 0, bare: 0 };
    for (let round = 1; round <= ROUNDS; round++) {
      const sent = await pipeline(RECIPIENTS);
      seconds.pipeline += sent.seconds;
      seconds.bare += await bareLoop(await batchBodies(sent.mailingId));
    }
    const messages = ROUNDS * RECIPIENTS;
    return [atLeast("send", "messages/s", messages / seconds.pipeline, messages / seconds.bare, 0.5)];
  } finally {
    await closeDatabase();
    await installation.stop();
  }
}

async function pipeline(recipients: number): Promise<{ seconds: number; mailingId: string }> {
  const { createDraft } = await import("../lib/mailings/draft");
  const { sendMailing } = await import("../lib/mailings/send");
  const officeId = await addOffice(recipients);
  const author = { kind: "colleague", id: randomUUID(), name: "Bench", from: null } as const;
  const mailingId = await createDraft(officeId, author, {
    subject: CONTENT.subject,
    bodyHtml: CONTENT.bodyHtml,
    audience: {},
    onePerAddress: false,
  });
  const started = Date.now();
  await sendMailing(officeId, author, mailingId, recipients);
  const ended = await lastAccepted(mailingId, recipients);
  return { seconds: (ended.getTime() - started) / 1000, mailingId };
}

/** @returns how many seconds it took. */
async function bareLoop(bodies: string[]): Promise<number> {
  const queue = bodies.map((body) => ({ body, key: randomUUID() }));
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (let batch = queue.shift(); batch; batch = queue.shift()) {
        const answer = await fetch(`${process.env.RESEND_BASE_URL}/emails/batch`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${process.env.RESEND_API_KEY}`,
            "content-type": "application/json",
            "idempotency-key": batch.key,
          },
          body: batch.body,
        });
        if (!answer.ok) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
        await answer.json();
      }
    }),
  );
  return (performance.now() - started) / 1000;
}
