import { randomUUID } from "node:crypto";
import { closeDatabase } from "../lib/db/client";
import { atLeast, atMost, type Figure } from "./figure";
import { startInstallation } from "./installation";
import { sendToAll } from "./mailing";
import { addOffice, batchBodies, lastAccepted } from "./offices";

const LARGE = 100_000;
const SMALL = 10_000;
/** Large, small and bare runs alternate, so that a temporarily busy machine affects all. */
const ROUNDS = 2;
/** Small mailings in a round, half of them before the large one and half after it. */
const SMALL_ONES = 4;
/** What the sending job is limited to per office. */
const CONCURRENCY = 4;
/** Bodies that are held ready at a time: about a megabyte each. */
const READY = 200;

/**
 * From "send" to the last accepted answer, against a bare loop that posts the same batches ready-made
 * to the same provider with the same concurrency; and what a message costs in a large mailing against
 * a small one. Webhooks are off.
 */
export async function send(): Promise<Figure[]> {
  const installation = await startInstallation({
    MAIL_RATE: "10000",
    MAIL_PROVIDER_RATE: "0",
    MAIL_WEBHOOK_URL: "",
  });
  try {
    await bareLoop((await pipeline(SMALL)).mailingId);
    const seconds = { large: 0, small: 0, bare: 0 };
    for (let round = 1; round <= ROUNDS; round++) {
      for (let n = 0; n < SMALL_ONES / 2; n++) seconds.small += (await pipeline(SMALL)).seconds;
      const large = await pipeline(LARGE);
      seconds.large += large.seconds;
      seconds.bare += await bareLoop(large.mailingId);
      for (let n = 0; n < SMALL_ONES / 2; n++) seconds.small += (await pipeline(SMALL)).seconds;
    }
    const messages = ROUNDS * LARGE;
    const costs = {
      large: (1000 * seconds.large) / messages,
      small: (1000 * seconds.small) / (ROUNDS * SMALL_ONES * SMALL),
    };
    return [
      atLeast("send", "messages/s", messages / seconds.large, messages / seconds.bare, 0.6),
      atMost("send.growth", "ms/message", costs.large, costs.small, 1.15),
    ];
  } finally {
    await closeDatabase();
    await installation.stop();
  }
}

async function pipeline(recipients: number): Promise<{ seconds: number; mailingId: string }> {
  const { mailingId, at } = await sendToAll(await addOffice(recipients), recipients);
  const ended = await lastAccepted(mailingId, recipients);
  return { seconds: (ended.getTime() - at.getTime()) / 1000, mailingId };
}

/** @returns how many seconds the posting took, without making the bodies ready. */
async function bareLoop(mailingId: string): Promise<number> {
  let seconds = 0;
  for await (const bodies of batchBodies(mailingId, READY)) seconds += await postAll(bodies);
  return seconds;
}

async function postAll(bodies: string[]): Promise<number> {
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
