import type { Page } from "playwright-core";
import { expect } from "vitest";
import { pattern, text } from "@/tests/support/texts";
import { button, focusOn, here } from "./scene";
import type { Who, World } from "./world";

/** What a user of a screen reader must be told, or must not lose. */
export type ByEar = { name: string; who: Who; hear(page: Page, world: World): Promise<unknown> };

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const link = (page: Page, name: string | RegExp) => page.getByRole("link", { name, exact: true });
const titled = (page: Page, ...parts: string[]) =>
  expect.poll(() => page.title()).toContain(`${parts.join(" · ")} · `);

/** As whoever has no mouse presses what they have come to. */
async function enter(page: Page, what: ReturnType<typeof link>): Promise<void> {
  await what.focus();
  await page.keyboard.press("Enter");
}

export const BY_EAR: ByEar[] = [
  {
    name: "each way to the cards of a status says which",
    who: "administrator",
    async hear(page) {
      await page.goto(here);
      await heading(page).waitFor();
      await link(page, `${text("emailStatus.confirmed")} 143`).waitFor();
      expect(await link(page, /^\d*$/).count()).toBe(0);
    },
  },
  {
    name: "a link that goes away with its page leads to the title of the next",
    who: "administrator",
    async hear(page, { mailing }) {
      await page.goto(`${here}/mailings/${mailing}`);
      await enter(page, link(page, text("results.tabs.content")));
      await page.waitForURL(/\/content$/);
      await focusOn(heading(page));
    },
  },
  {
    name: "another page of a list is told of, and begins at its title",
    who: "administrator",
    async hear(page) {
      await page.goto(`${here}/members`);
      await enter(page, link(page, text("ui.nextPage")));
      await page
        .getByRole("status")
        .filter({ hasText: /^51–100/ })
        .waitFor();
      await focusOn(heading(page));
    },
  },
  {
    name: "a list says what it is narrowed to, and what that status means",
    who: "administrator",
    async hear(page, { mailing }) {
      await page.goto(`${here}/members?search=granholm&status=confirmed`);
      await titled(page, "granholm", text("emailStatus.confirmed"), text("members.title"));
      await page.getByText(text("emailStatusHelp.confirmed")).waitFor();
      await page.goto(`${here}/log?search=anna&kind=mailing`);
      await titled(page, "anna", text("log.kinds.mailing"), text("log.title"));
      await page.goto(`${here}/mailings/${mailing}?search=berg`);
      await titled(page, "berg", "Höstmötet 2026");
      const bounced = new RegExp(`^${text("messageStatus.bounced")}`);
      await enter(page, link(page, bounced));
      await titled(page, "berg", text("messageStatus.bounced"), "Höstmötet 2026");
      await focusOn(link(page, bounced));
      await enter(page, link(page, text("results.tabs.content")));
      await titled(page, text("results.tabs.content"), "Höstmötet 2026");
    },
  },
  {
    name: "the title says how far an import has come",
    who: "administrator",
    async hear(page) {
      await page.goto(`${here}/members/import`);
      const buffer = Buffer.from("Förnamn;Efternamn;E-post\nTove;Fel;tove@@example.org\n");
      await page.locator("input[type=file]").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer });
      await page.getByRole("button", { name: text("import.upload"), exact: true }).press("Enter");
      await page.waitForURL(/import\/[0-9a-f-]{36}$/);
      await titled(page, text("import.understood"));
    },
  },
  {
    name: "how far a mailing has come is not read twice",
    who: "administrator",
    async hear(page) {
      await page.goto(`${here}/mailings`);
      const row = page.getByRole("row").filter({ hasText: "Talko vid lokalen" });
      const words = text("mailings.progress.sent", { toSend: 133, blocked: 1 });
      await row.getByText(words).waitFor();
      expect(await row.getByRole("progressbar").count()).toBe(0);
    },
  },
  {
    name: "a preview that is closed leads back to what opened it",
    who: "administrator",
    async hear(page) {
      await page.goto(`${here}/mailings/new`);
      await button(page, text("compose.preview.show")).press("Enter");
      await button(page, text("compose.preview.close")).press("Enter");
      await focusOn(button(page, text("compose.preview.show")));
    },
  },
  {
    name: "another view for a mailing leaves the focus where it is",
    who: "administrator",
    async hear(page) {
      await page.goto(`${here}/mailings/new`);
      await page.getByText(text("compose.recipients.change")).press("Enter");
      await page.getByLabel(text("compose.recipients.search")).fill("vasa");
      const show = button(page, text("compose.recipients.show"));
      await show.press("Enter");
      await page
        .getByText(
          pattern(
            text("compose.recipients.view", { view: text("mailings.view.search", { search: "vasa" }) }),
          ),
        )
        .waitFor();
      await focusOn(show);
    },
  },
  {
    name: "a merge tag that is being typed is not complained of letter by letter",
    who: "administrator",
    async hear(page) {
      await page.goto(`${here}/mailings/new`);
      await page.getByRole("textbox", { name: text("compose.body") }).click();
      const problems = text("compose.problems");
      await page.evaluate((problems) => {
        const said: string[] = [];
        Object.assign(window, { said });
        new MutationObserver(() => {
          const now = [...document.querySelectorAll("[role=status]")]
            .map((box) => box.textContent ?? "")
            .find((words) => words.includes(problems));
          if (now && now !== said.at(-1)) said.push(now);
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
      }, problems);
      await page.keyboard.type("Hej {{förnam}} ", { delay: 60 });
      await page.getByRole("status").filter({ hasText: problems }).waitFor();
      const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
      expect(said).toEqual([problems + text("mailings.errors.unknown_tag", { text: "förnam" })]);
    },
  },
  {
    name: "a mailing that has been sent says so, and not only how many",
    who: "administrator",
    async hear(page) {
      await page.goto(`${here}/mailings`);
      await enter(page, link(page, "Talko vid lokalen"));
      const words = text("mailings.progress.sent", { toSend: 133, blocked: 1 });
      await page.getByText(text("mailings.progress.heard", { words }), { exact: true }).waitFor();
    },
  },
  {
    name: "a mailing that has been scheduled says so",
    who: "administrator",
    async hear(page, { draft }) {
      await page.goto(`${here}/mailings/${draft}/edit`);
      await button(page, text("compose.schedule.open")).press("Enter");
      await button(page, text("compose.schedule.go")).press("Enter");
      await focusOn(page.getByRole("status").filter({ hasText: text("compose.schedule.done") }));
    },
  },
  {
    name: "a draft that has been deleted is told of",
    who: "administrator",
    async hear(page) {
      await page.goto(`${here}/mailings/new`);
      await page.getByRole("textbox", { name: text("compose.body") }).waitFor();
      await page.getByLabel(text("compose.subject"), { exact: true }).fill("Sillsexa");
      await button(page, text("compose.save")).press("Enter");
      await button(page, text("compose.delete.button")).press("Enter");
      await page
        .getByRole("dialog")
        .getByRole("button", { name: text("compose.delete.go") })
        .press("Enter");
      await focusOn(page.getByRole("status").filter({ hasText: text("mailings.done.deleted") }));
    },
  },
];
