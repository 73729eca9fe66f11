import { generateSync } from "otplib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "@/embedded/postgres/free-port";
import { SESSION_SECONDS } from "@/lib/auth/sessions";
import { type Installation, startInstallation, temporaryDataDir } from "@/tests/support/installation";
import { demoLogins } from "@/tests/support/installed";
import { Outbox } from "@/tests/support/outbox";
import { text } from "@/tests/support/texts";
import { type Answer, logIn, Visitor } from "@/tests/support/visitor";
import { builtActions } from "./map";

const COOKIE = "next-auth.session-token";

const place = temporaryDataDir();
let running: Installation;
let login: { email: string; password: string };
beforeAll(async () => {
  running = await startInstallation({ dataDir: place.dataDir, port: await freePort() });
  login = demoLogins(place.dataDir);
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

const setCookie = ({ headers }: Answer, name = COOKIE) =>
  headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`)) ?? "";

const cookieOf = (answer: Answer) => setCookie(answer).split(";")[0] ?? "";

/** Logs in by the form, in a browser that may have a session's cookie already. */
const enter = (cookie = "") =>
  new Visitor(running.url, cookie).ask("/login/enter", { method: "POST", body: form(login) });

const isIn = async (cookie: string) =>
  (await new Visitor(running.url, cookie).ask("/account")).status === 200;

it("the cookie is for our pages alone, unseen by scripts, and no older than its session", async () => {
  const answer = await enter();
  for (const name of [COOKIE, "device"]) {
    const set = setCookie(answer, name);
    expect(set).toMatch(/; HttpOnly/i);
    expect(set).toMatch(/; SameSite=lax/i);
    expect(set).toMatch(/; Path=\/(;|$)/i);
    expect(set).not.toMatch(/; Domain=/i);
  }
  expect(setCookie(answer)).toContain(`Max-Age=${SESSION_SECONDS}`);
  expect(await isIn(cookieOf(answer))).toBe(true);
});

it("a cookie that was changed in one place is worth nothing", async () => {
  const cookie = cookieOf(await enter());
  for (const at of [COOKIE.length + 8, COOKIE.length + 150, cookie.length - 12]) {
    const changed = cookie.slice(0, at) + (cookie[at] === "A" ? "B" : "A") + cookie.slice(at + 1);
    expect(await isIn(changed)).toBe(false);
  }
});

it("each login begins another session, and ends the one that the browser had", async () => {
  const first = cookieOf(await enter());
  const elsewhere = cookieOf(await enter());
  const second = cookieOf(await enter(first));
  expect(second).not.toBe(first);
  expect([await isIn(first), await isIn(second), await isIn(elsewhere)]).toEqual([false, true, true]);
});

it("a login through next-auth's own route ends the session that the browser had, too", async () => {
  const first = cookieOf(await enter());
  const asked = await new Visitor(running.url).ask("/api/auth/csrf");
  const { csrfToken } = JSON.parse(asked.body) as { csrfToken: string };
  const csrf = asked.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
  const answer = await new Visitor(running.url, `${csrf}; ${first}`).ask("/api/auth/callback/credentials", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, ...login, json: "true" }).toString(),
  });
  expect([await isIn(first), await isIn(cookieOf(answer))]).toEqual([false, true]);
});

it("logging out ends the session for everybody who has its cookie", async () => {
  const cookie = cookieOf(await enter());
  const action = builtActions().get("app/_components/frame/actions.ts#logOut");
  await new Visitor(running.url, cookie).act("/account", action?.id ?? "", []);
  expect(await isIn(cookie)).toBe(false);
});

it("a new password ends every session but a new one here, and the person is told by mail", async () => {
  const [here, elsewhere] = [cookieOf(await enter()), cookieOf(await enter())];
  const action = builtActions().get("app/(auth)/account/actions.ts#submitPassword");
  const fields = form({ current: login.password, password: "en helt annan lösning 17" });
  const answer = await new Visitor(running.url, here).act("/account", action?.id ?? "", [
    { values: {}, errors: {} },
    fields,
  ]);
  expect([await isIn(here), await isIn(elsewhere), await isIn(cookieOf(answer))]).toEqual([
    false,
    false,
    true,
  ]);
  await expect(logIn(running.url, login)).rejects.toThrow("could not log in");

  const [mail] = await new Outbox(running.outbox).arrived({
    subject: text("mail.loginChanged.passwordChanged.subject"),
  });
  expect(mail?.text).toContain(login.email);
  expect(mail?.text).toContain(text("mail.loginChanged.notYours"));
  for (const secret of [login.password, "en helt annan lösning 17", "/reset/"]) {
    expect(mail?.text).not.toContain(secret);
  }
});

it("the codes for paper are shown once when the second step is turned on, without scripts", async () => {
  const { colleague } = demoLogins(place.dataDir);
  const person = await logIn(running.url, colleague);
  const path = "/account/second-factor";
  const { body: asked } = await person.ask(path);
  const secret = (/font-mono">([A-Z2-7 ]+)</.exec(asked)?.[1] ?? "").replaceAll(" ", "");
  const page = asked.slice(asked.lastIndexOf("<form", asked.indexOf('name="code"')));
  const fields = form({ current: colleague.password, code: generateSync({ secret }) });
  for (const [, name = "", value = ""] of page
    .slice(0, page.indexOf("</form>"))
    .matchAll(/type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)) {
    fields.set(name, value.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  }
  const answer = await person.ask(path, { method: "POST", body: fields });
  const codes = [...answer.body.matchAll(/<li>(\w{4}(?:-\w{4}){3})</g)].map(([, code = ""]) => code);
  expect([answer.status, codes.length]).toEqual([200, 10]);
  expect(answer.headers.get("cache-control")).toContain("no-store");
  const { body: again } = await person.ask(path);
  expect(codes.filter((code) => again.includes(code))).toEqual([]);
  expect(again).toContain(text("account.secondFactor.renew"));
});

it("a link for a new password makes no browser known to who logs in in two steps: that would be more tries at the code", async () => {
  const { colleague } = demoLogins(place.dataDir);
  const nobody = new Visitor(running.url);
  await nobody.ask("/forgot/send", { method: "POST", body: form({ email: colleague.email }) });
  const [mail] = await new Outbox(running.outbox).arrived({
    to: colleague.email,
    subject: text("mail.passwordReset.subject"),
  });
  const link = /\/reset\/[\w-]{43}/.exec(mail?.text ?? "")?.[0];
  const answer = await nobody.ask(`${link}/change`, {
    method: "POST",
    body: form({ password: "ännu en annan lösning 18" }),
  });
  expect([answer.location, setCookie(answer, "device")]).toEqual(["/login?done=password", ""]);
});
