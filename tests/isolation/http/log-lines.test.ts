import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "@/embedded/postgres/start";
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
  await nobody.ask("/api/webhooks/resend", { method: "POST", body: "{" });
  await nobody.ask(`/o/byns-ungdomsforening/members/${link}`);

  const written = running
    .output()
    .split("\n")
    .filter((line) => line.startsWith("app | "))
    .join("\n");
  expect(written).toContain("an event was not taken");
  const kept: unknown = JSON.parse(readFileSync(join(place.dataDir, "secrets.json"), "utf8"));
  const secrets = Object.values(kept as Record<string, string>).flatMap((value) => value.split(/[:,]/));
  for (const secret of [...secrets, demo.password, demo.email, wrong, link, "argon2id"]) {
    if (secret.length > 3) expect(written.includes(secret), secret.slice(0, 4)).toBe(false);
  }
});

it("does not start with a secret from an example, and names the setting alone", async () => {
  const secret = "change-me-change-me-change-me-change-me";
  const other = temporaryDataDir();
  const env = { AUTH_SECRET: secret };
  const refused = launchStart({ dataDir: other.dataDir, port: await freePort(), env });
  await expect.poll(() => refused.process.exitCode, { timeout: 110_000 }).not.toBeNull();
  expect(refused.process.exitCode).not.toBe(0);
  expect(refused.output()).toContain("AUTH_SECRET");
  expect(refused.output()).not.toContain(secret);
  other.remove();
});
