import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "@/embedded/postgres/free-port";
import {
  type Installation,
  launchStart,
  startInstallation,
  temporaryDataDir,
} from "@/tests/support/installation";
import { demoLogins } from "@/tests/support/installed";
import { Outbox } from "@/tests/support/outbox";
import { text } from "@/tests/support/texts";
import { logIn, Visitor } from "@/tests/support/visitor";

const place = temporaryDataDir();
let running: Installation;
let port: number;
beforeAll(async () => {
  port = await freePort();
  running = await startInstallation({ dataDir: place.dataDir, port, env: { LOG_LEVEL: "debug" } });
});
afterAll(async () => {
  await running?.stop();
  place.remove();
});

const form = (fields: Record<string, string>) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return body;
};

/** Waits for a line: what the app writes passes through two pipes. */
const written = (message: string) => expect.poll(running.output).toContain(message);

it("the app writes down no secret, no password, no link and no address", async () => {
  const demo = demoLogins(place.dataDir);
  const nobody = new Visitor(running.url);
  const wrong = "ett lösenord som är fel";
  await logIn(running.url, demo);
  const post = (path: string, fields: Record<string, string>) =>
    nobody.ask(path, { method: "POST", body: form(fields) });
  await post("/login/enter", { email: demo.email, password: wrong });
  await post("/forgot/send", { email: demo.email });
  const outbox = new Outbox(running.outbox);
  const [mail] = await outbox.arrived({ subject: text("mail.passwordReset.subject") });
  const link = /\/reset\/([\w-]{43})/.exec(mail?.text ?? "")?.[1] ?? "";
  expect(link).not.toBe("");
  await nobody.ask(`/reset/${link}`);
  await post(`/reset/${link}/change`, { password: "\0 ett lösenord \ud800 som är udda" });
  await nobody.ask(`/o/byns-ungdomsforening/members/${link}`);
  const forged = encodeURIComponent(`https://x/\n{"level":30,"msg":"forged"}`);
  await nobody.ask(`/api/auth/csrf?callbackUrl=javascript:${forged}`);
  await nobody.ask("/api/auth/csrf", { headers: { cookie: `next-auth.callback-url=javascript:${forged}` } });
  await nobody.ask(`/api/auth/error?error=${forged}`);
  await nobody.ask("/api/webhooks/resend", { method: "POST", body: "{" });

  // Lines arrive in their order, and later than the answers: the last one tells that all are here.
  await written("an event was not taken");
  const lines = running
    .output()
    .split("\n")
    .filter((line) => line.startsWith("app | "))
    .join("\n");
  expect(lines).toContain("next-auth could not go on");
  expect(lines).not.toContain("forged");
  const kept: unknown = JSON.parse(readFileSync(join(place.dataDir, "secrets.json"), "utf8"));
  const secrets = Object.values(kept as Record<string, string>).flatMap((value) => value.split(/[:,]/));
  for (const secret of [...secrets, demo.password, demo.email, wrong, link, "argon2id"]) {
    if (secret.length > 3) expect(lines.includes(secret), secret.slice(0, 4)).toBe(false);
  }
});

/** The lines of the app that say this; the last one may not be whole yet. */
const linesOf = (message: string) =>
  running
    .output()
    .split("\n")
    .slice(0, -1)
    .filter((line) => line.startsWith("app | {"))
    .map((line): Record<string, unknown> => JSON.parse(line.slice("app | ".length)))
    .filter(({ msg }) => msg === message);

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

it("writes down who was refused, by ids alone", async () => {
  const { colleague, ...demo } = demoLogins(place.dataDir);
  const visitor = await logIn(running.url, colleague);
  const enter = (email: string) =>
    new Visitor(running.url).ask("/login/enter", {
      method: "POST",
      body: form({ email, password: "fel lösenord" }),
      headers: { "x-forwarded-for": "192.0.2.77" },
    });
  await enter(demo.email);
  await enter("ingen@example.org");
  expect((await visitor.ask("/o/byns-ungdomsforening/settings")).status).toBe(403);
  expect((await visitor.ask("/o/modellforbundet/members")).status).toBe(404);
  await Promise.all(Array.from({ length: 20 }, () => enter("ingen@example.org")));
  await expect.poll(() => linesOf("a limit was reached")).not.toEqual([]);

  const passwords = linesOf("a password was refused");
  expect(passwords.map(({ userId }) => userId)).toEqual(
    expect.arrayContaining([expect.stringMatching(ID), null]),
  );
  const rights = linesOf("a right was missing");
  /* Next may render a refused page twice. */
  expect(new Set(rights.map(({ officeId }) => officeId)).size).toBe(2);
  const known = new Set(["level", "time", "msg", "userId", "officeId", "limit", "subject", "seconds"]);
  const limits = linesOf("a limit was reached");
  expect(limits[0]).toMatchObject({ limit: "loginPair", subject: expect.stringMatching(/^[0-9a-f]{16}$/) });
  for (const { userId, officeId } of rights) {
    expect([userId, officeId]).toEqual([expect.stringMatching(ID), expect.stringMatching(ID)]);
  }
  for (const line of [...passwords, ...rights, ...limits]) {
    expect(Object.keys(line).filter((key) => !known.has(key))).toEqual([]);
    expect(line.level).toBe(40);
  }
});

it("does not start with a secret from an example, and names the setting alone", async () => {
  const secret = "change-me-change-me-change-me-change-me";
  const other = temporaryDataDir();
  const env = { AUTH_SECRET: secret };
  const refused = launchStart({ dataDir: other.dataDir, port: await freePort(), env });
  expect(await refused.ended).not.toBe(0);
  expect(refused.output()).toContain("AUTH_SECRET");
  expect(refused.output()).not.toContain(secret);
  other.remove();
});
