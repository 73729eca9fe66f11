import type { Page } from "playwright-core";
import { text } from "@/tests/support/texts";
import { focusOn, here } from "./scene";
import type { Who, World } from "./world";

/** What somebody who sees nothing of a page must come to know, or keep. */
export type ByEar = { name: string; who: Who; hear(page: Page, world: World): Promise<unknown> };

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const link = (page: Page, name: string | RegExp) => page.getByRole("link", { name, exact: true });

/** As whoever has no mouse presses what they have come to. */
async function enter(page: Page, what: ReturnType<typeof link>): Promise<void> {
  await what.focus();
  await page.keyboard.press("Enter");
}

export const BY_EAR: ByEar[] = [
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
];
