import { closeDatabase } from "../lib/db/client";
import { createOffice } from "../tests/support/installed";
import { logIn, type Visitor } from "../tests/support/visitor";
import { peakMemoryOfApp, restartApp } from "./app-process";
import { atMost, type Figure, within } from "./figure";
import { type Installation, startInstallation } from "./installation";
import { sendToAll } from "./mailing";
import { memberFile, memberList } from "./member-list";
import { addOffice, lastAccepted } from "./offices";

const LARGE = 100_000;
const SMALL = 10_000;
const LIMIT_MB = 400;
const GROWTH = 1.2;

/**
 * The most memory that a freshly started app holds through sending to 100,000 and importing a file of
 * 100,000 rows on its screen, against the same with 10,000.
 */
export async function memory(): Promise<Figure[]> {
  const installation = await startInstallation({
    MAIL_RATE: "10000",
    MAIL_PROVIDER_RATE: "0",
    MAIL_WEBHOOK_URL: "",
  });
  try {
    const small = await peak(installation, SMALL);
    const large = await peak(installation, LARGE);
    return [within("memory", "MB", large, LIMIT_MB), atMost("memory.growth", "MB", large, small, GROWTH)];
  } finally {
    await closeDatabase();
    await installation.stop();
  }
}

async function peak(installation: Installation, size: number): Promise<number> {
  await restartApp(installation);
  const { mailingId } = await sendToAll(await addOffice(size), size);
  await lastAccepted(mailingId, size);
  await importOnScreen(installation, size);
  return peakMemoryOfApp(installation.data);
}

/** Uploads a list, looks at what was understood of it, and presses the button. */
async function importOnScreen({ data, port }: Installation, rows: number): Promise<void> {
  const { slug, login } = await createOffice({ dataDir: data, port }, "Bänkens förening", "bank@example.org");
  const visitor = await logIn(`http://localhost:${port}`, login);
  const form = new FormData();
  form.set(
    "file",
    new File([new Uint8Array(memberFile(memberList(rows, "fil.example.org")))], "medlemmar.csv"),
  );
  const uploaded = await visitor.ask(`/o/${slug}/members/import/upload`, { method: "POST", body: form });
  const place = new URL(uploaded.location, visitor.url).pathname;
  const { body } = await visitor.ask(place);
  await pressButton(visitor, place, body);
  const done = await visitor.ask(`/o/${slug}/members?search=m${rows - 1}`);
  if (!done.body.includes(`m${rows - 1}@fil.example.org`)) throw new Error("the last row was not imported");
}

/** Sends the page's form as a browser without scripts does. */
async function pressButton(visitor: Visitor, place: string, page: string): Promise<void> {
  const hidden = [...page.matchAll(/<input type="hidden" name="(\$ACTION[^"]*)"(?: value="([^"]*)")?/g)];
  if (hidden.length === 0) throw new Error(`there is no button on ${place}`);
  const form = new FormData();
  for (const [, name = "", value = ""] of hidden) form.set(name, value.replaceAll("&quot;", '"'));
  const answer = await visitor.ask(place, { method: "POST", headers: { origin: visitor.url }, body: form });
  if (answer.status !== 303) throw new Error(`the import was answered with ${answer.status}`);
}
