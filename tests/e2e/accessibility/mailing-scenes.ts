import type { Page } from "playwright-core";
import { expect } from "vitest";
import { ask } from "@/tests/support/ask";
import { text } from "@/tests/support/texts";
import { at, button, focusOn, here, O, press, type Scene } from "./scene";
import type { World } from "./world";

const MAILINGS = `${O}/mailings`;

/** Presses a button that asks first, and confirms. */
async function halt(page: Page, verb: "pause" | "resume" | "cancel"): Promise<void> {
  const name = text(`results.${verb}.button`);
  const dialog = await ask(button(page, name));
  await dialog.getByRole("button", { name, exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
}

export const OF_MAILINGS: Scene[] = [
  at(MAILINGS, "administrator", () => `${here}/mailings`),
  at(MAILINGS, "colleague", () => `${here}/mailings`, "reading only"),
  at(MAILINGS, "newcomer", ({ emptyOffice }) => `/o/${emptyOffice}/mailings`, "empty"),
  at(`${MAILINGS}/confirm`, "administrator", () => `${here}/mailings/confirm?round=again`, "again"),
  at(`${MAILINGS}/confirm`, "newcomer", ({ emptyOffice }) => `/o/${emptyOffice}/mailings/confirm`, "nobody"),
  at(`${MAILINGS}/[id]`, "administrator", ({ mailing }) => `${here}/mailings/${mailing}`, "every status"),
  at(
    `${MAILINGS}/[id]`,
    "administrator",
    (of) => `${here}/mailings/${of.mailing}?status=bounced`,
    "filtered",
  ),
  at(
    `${MAILINGS}/[id]`,
    "administrator",
    (of) => `${here}/mailings/${of.mailing}?search=xyz`,
    "nothing found",
  ),
  {
    name: "paused, gone on with and cancelled: the focus stays in the page",
    of: `${MAILINGS}/[id]`,
    who: "administrator",
    async open(page, { sending }) {
      await page.goto(`/o/varnade/mailings/${sending}`);
      await halt(page, "pause");
      await focusOn(button(page, text("results.resume.button")));
      await halt(page, "resume");
      await focusOn(button(page, text("results.pause.button")));
      await halt(page, "cancel");
      await focusOn(page.getByRole("heading", { level: 1 }));
    },
  },
  at(`${MAILINGS}/[id]/content`, "administrator", ({ mailing }) => `${here}/mailings/${mailing}/content`),
  ...["bounced", "blocked", "spam", "soft_bounced", "none"].map((status) =>
    at(
      `${MAILINGS}/[id]/[messageId]`,
      "administrator",
      ({ mailing, messages }) => `${here}/mailings/${mailing}/${messages[status] ?? messages.sent}`,
      status,
    ),
  ),
  at(`${MAILINGS}/new`, "colleague", () => `${here}/mailings/new`, "forbidden"),
  at(`${MAILINGS}/new`, "administrator", () => `${here}/mailings/new`),
  at(`${MAILINGS}/new`, "newcomer", ({ emptyOffice }) => `/o/${emptyOffice}/mailings/new`, "nobody"),
  {
    name: "unknown tag",
    of: `${MAILINGS}/new`,
    who: "administrator",
    async open(page) {
      await page.goto(`${here}/mailings/new`);
      await page.getByRole("textbox", { name: text("compose.body") }).click();
      await page.keyboard.type("Hej {{förnam}}");
      await press(page, text("compose.save"));
      await page.waitForURL(/\/edit$/);
    },
  },
  ...(["personalise", "link"] as const).map((tool) => ({
    name: tool,
    of: `${MAILINGS}/new`,
    who: "administrator" as const,
    async open(page: Page) {
      await page.goto(`${here}/mailings/new`);
      await ask(button(page, text(`compose.toolbar.${tool}`)));
    },
  })),
  {
    name: "preview",
    of: `${MAILINGS}/[id]/edit`,
    who: "administrator",
    async open(page, { draft }) {
      await page.goto(`${here}/mailings/${draft}/edit`);
      /* The editor needs scripts; buttons do nothing before. */
      await page.getByRole("textbox", { name: text("compose.body") }).waitFor();
      await press(page, text("compose.preview.show"));
      await page.getByTitle(text("compose.mail.frame")).waitFor();
    },
  },
  {
    name: "asks before sending",
    of: `${MAILINGS}/[id]/edit`,
    who: "administrator",
    async open(page, { draft }) {
      await page.goto(`${here}/mailings/${draft}/edit`);
      /* To how many it goes: one of its recipients unsubscribes in another scene. */
      await ask(page.getByRole("button", { name: /^Skicka \d/ }));
    },
  },
  {
    name: "asks when to send, and says what is wrong with the time",
    of: `${MAILINGS}/[id]/edit`,
    who: "administrator",
    async open(page, { draft }) {
      await page.goto(`${here}/mailings/${draft}/edit`);
      const dialog = await ask(button(page, text("compose.schedule.open")));
      /* Enter pressed once more is to schedule nothing. */
      await focusOn(dialog.getByRole("heading"));
      const day = dialog.getByLabel(text("compose.schedule.day"));
      await day.fill("2020-01-01");
      const refused = dialog.getByText(text("mailings.errors.time_passed"));
      for (const again of [true, false]) {
        await day.evaluate((field) => field.removeAttribute("min"));
        await press(page, text("compose.schedule.go"));
        await refused.waitFor();
        if (!again) break;
        await page.keyboard.press("Escape");
        await ask(button(page, text("compose.schedule.open")));
        expect(await refused.count()).toBe(0);
        expect(await day.inputValue()).toBe("2020-01-01");
      }
    },
  },
  at(`${MAILINGS}/[id]`, "administrator", (of) => `/o/varnade/mailings/${of.scheduled}`, "scheduled"),
  at(
    `${MAILINGS}/[id]/content`,
    "administrator",
    (of) => `/o/varnade/mailings/${of.scheduled}/content`,
    "scheduled",
  ),
  {
    name: "asks before deleting",
    of: `${MAILINGS}/[id]/edit`,
    who: "administrator",
    async open(page, { draft }) {
      await page.goto(`${here}/mailings/${draft}/edit`);
      await ask(button(page, text("compose.delete.button")));
    },
  },
];

export const OF_THE_OUTBOX: Scene[] = [
  at("outbox", "nobody", ({ outbox }) => outbox),
  at("outbox", "nobody", ({ outbox }) => `${outbox}/?q=finns-inte`, "nothing found"),
  at("outbox", "nobody", ({ outbox, mail }) => `${outbox}/mail/${mail}`, "mail"),
  ...(["mailing", "request"] as const).map((kind) => ({
    name: `markup of a ${kind}`,
    of: "mail",
    who: "nobody" as const,
    rules: "mail" as const,
    open: (page: Page, { markup }: World) => page.setContent(markup[kind]),
  })),
];
