import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Resend } from "resend";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../../embedded/postgres/free-port";
import { createDatabase, type TestDatabase } from "../../support/database";
import { API_KEY, mailTo, WEBHOOK_SECRET } from "../../support/resend-server";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

let database: TestDatabase;
let port: number;
let resend: Resend;
const started: ChildProcess[] = [];

beforeAll(async () => {
  database = await createDatabase({ migrated: false });
  port = await freePort();
  resend = new Resend(API_KEY, { baseUrl: `http://127.0.0.1:${port}` });
});

afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await database.close();
});

/** The server as its own process, when it says that it is ready. */
async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "embedded/resend/main.ts"], {
    cwd: ROOT,
    env: {
      ...process.env,
      MAIL_DATABASE_URL: database.ownerUrl,
      MAIL_PORT: String(port),
      RESEND_API_KEY: API_KEY,
      RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
      MAIL_PROVIDER_RATE: "0",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes(`mail ready http://127.0.0.1:${port}`)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`The mail server ended with ${code}.`)));
  });
  return child;
}

function ended(child: ChildProcess): Promise<number | null> {
  /* Not `exit`: what it has said may be on its way by then. */
  return new Promise((resolve) => child.once("close", (code) => resolve(code)));
}

test("kill -9 forgets nothing that was answered, and SIGTERM ends the server in good order", async () => {
  const first = await start();
  const batch = Array.from({ length: 100 }, (_, i) =>
    mailTo(i === 0 ? "soft+1@resend.dev" : `m${i}@example.fi`),
  );
  const sent = await resend.batch.send(batch, { idempotencyKey: "before-the-kill" });
  expect(sent.data?.data).toHaveLength(100);
  const lost = resend.batch.send(batch, { idempotencyKey: "during-the-kill" });
  first.kill("SIGKILL");
  await ended(first);
  await lost;

  const second = await start();
  expect((await resend.batch.send(batch, { idempotencyKey: "before-the-kill" })).data).toEqual(sent.data);
  expect((await resend.batch.send(batch, { idempotencyKey: "during-the-kill" })).data?.data).toHaveLength(
    100,
  );
  const count = await (await fetch(`http://127.0.0.1:${port}/_outbox/count?min=3`)).json();
  expect(count).toEqual({ total: 200, distinct: 100, groups: {} });
  const { data } = await resend.emails.get(sent.data?.data[99]?.id ?? "");
  expect(data).toMatchObject({ to: ["m99@example.fi"], html: "<p>Hej!</p>" });

  second.kill("SIGTERM");
  expect(await ended(second)).toBe(0);
});

test("a setting that is missing is named", async () => {
  const child = spawn(process.execPath, ["--import", "tsx", "embedded/resend/main.ts"], {
    cwd: ROOT,
    env: { ...process.env, MAIL_DATABASE_URL: "", RESEND_API_KEY: API_KEY },
    stdio: ["ignore", "ignore", "pipe"],
  });
  started.push(child);
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  expect(await ended(child)).toBe(1);
  expect(said).toContain("MAIL_DATABASE_URL");
});
