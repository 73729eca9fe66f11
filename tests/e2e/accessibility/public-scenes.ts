import { expect } from "vitest";
import { text } from "@/tests/support/texts";
import { at, here, press, type Scene } from "./scene";

export const BEFORE_LOGIN: Scene[] = [
  at("/login", "nobody", () => "/login"),
  at("/login", "nobody", () => `/login?next=${here}`, "sent on"),
  at("/login", "nobody", () => "/login?done=out", "logged out"),
  {
    name: "refused",
    of: "/login",
    who: "nobody",
    async open(page) {
      await page.goto("/login");
      await press(page, text("auth.login.button"));
      await page.getByText(text("auth.faults.emailWrong")).waitFor();
      await page.getByLabel(text("auth.email")).fill("nobody@example.org");
      const password = page.getByLabel(text("auth.password"));
      await password.fill("fel lösenord ");
      await press(page, text("ui.showPassword"));
      expect(await password.getAttribute("type")).toBe("text");
      await press(page, text("auth.login.button"));
      await page.getByText(text("auth.login.wrong")).waitFor();
      await page.getByText(text("auth.passwordBlanks")).waitFor();
    },
  },
  at("/forgot", "nobody", () => "/forgot"),
  {
    name: "sent",
    of: "/forgot",
    who: "nobody",
    async open(page) {
      await page.goto("/forgot");
      await page.getByLabel(text("auth.email")).fill("nobody@example.org");
      await press(page, text("auth.forgot.button"));
      await page.getByText(text("auth.forgot.doneTitle")).waitFor();
    },
  },
  at("/reset/[token]", "nobody", ({ resetLink }) => resetLink, "open"),
  at("/reset/[token]", "nobody", () => "/reset/unknown", "unknown"),
  at("/activate/[token]", "nobody", ({ invitationLink }) => invitationLink, "open"),
  at("/activate/[token]", "nobody", () => "/activate/unknown", "unknown"),
  {
    name: "wrong",
    of: "/login/code",
    who: "nobody",
    async open(page, { url }) {
      await page.context().addCookies([{ name: "pending-login", value: "x", url: `${url}/login/code` }]);
      await page.goto("/login/code?error=wrong");
      await page.getByText(text("auth.code.wrong")).waitFor();
    },
  },
  at("/email/[token]", "nobody", () => "/email/unknown", "unknown"),
  at("/404", "nobody", () => "/finns-inte"),
];

export const OF_MEMBERS: Scene[] = [
  at("/c/[token]", "nobody", ({ confirmLinks: [first] }) => first ?? "", "open"),
  at("/c/[token]/not-me", "nobody", ({ confirmLinks: [first] }) => `${first}/not-me`),
  {
    name: "confirmed",
    of: "/c/[token]",
    who: "nobody",
    async open(page, { confirmLinks: [, second] }) {
      await page.goto(second ?? "");
      await press(page, text("confirmPage.button"));
      await page.getByRole("heading", { name: text("confirmPage.confirmedNow.title") }).waitFor();
    },
  },
  at("/c/[token]", "nobody", ({ confirmLinks: [, second] }) => second ?? "", "confirmed before"),
  {
    name: "refused",
    of: "/c/[token]",
    who: "nobody",
    async open(page, { confirmLinks: [, , third] }) {
      await page.goto(`${third}/not-me`);
      await press(page, text("confirmPage.refuse.button"));
      await page.waitForURL((url) => !url.pathname.endsWith("not-me"));
    },
  },
  at("/c/[token]", "nobody", () => "/c/unknown", "unknown"),
  at("/u/[token]", "nobody", () => "/u/preview", "of a preview"),
  at("/u/[token]", "nobody", ({ unsubscribeLinks: [first] }) => first ?? "", "open"),
  {
    name: "unsubscribed",
    of: "/u/[token]",
    who: "nobody",
    async open(page, { unsubscribeLinks: [, second] }) {
      await page.goto(second ?? "");
      await press(page, text("unsubscribePage.button"));
      await page.getByRole("heading", { name: text("unsubscribePage.unsubscribed.title") }).waitFor();
    },
  },
  at("/u/[token]", "nobody", () => "/u/unknown", "unknown"),
];
