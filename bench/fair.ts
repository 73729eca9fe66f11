import { setTimeout as sleep } from "node:timers/promises";
import { closeDatabase } from "../lib/db/client";
import { type Figure, within } from "./figure";
import { startInstallation } from "./installation";
import { sendToAll } from "./mailing";
import { addOffice, lastAccepted } from "./offices";
import { ownerConnection } from "./owner";

const LARGE = 100_000;
const SMALL = 200;
/** Batches of the large mailing that are out before the small one is sent. */
const UNDER_WAY = 20;
const LIMIT_SECONDS = 30;

/** How long 200 messages of one office take while 100,000 of another go out at ten requests a second. */
export async function fair(): Promise<Figure[]> {
  const installation = await startInstallation({
    MAIL_RATE: "10",
    MAIL_PROVIDER_RATE: "10",
    MAIL_WEBHOOK_URL: "",
  });
  const owner = ownerConnection(installation.data);
  try {
    const small = await addOffice(SMALL);
    const large = await sendToAll(await addOffice(LARGE), LARGE);
    const answered = async () => {
      const [row] = await owner<{ n: number }[]>`
        select count(*)::int as n from batches where mailing_id = ${large.mailingId} and state = 'answered'`;
      return row?.n ?? 0;
    };
    while ((await answered()) < UNDER_WAY) await sleep(100);
    const { mailingId, at } = await sendToAll(small, SMALL);
    const last = await lastAccepted(mailingId, SMALL);
    if ((await answered()) * 100 >= LARGE) throw new Error("the large mailing was over before the small one");
    return [within("fair", "s", (last.getTime() - at.getTime()) / 1000, LIMIT_SECONDS)];
  } finally {
    await owner.end();
    await closeDatabase();
    await installation.stop();
  }
}
