import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { freePort } from "@/embedded/postgres/free-port";
import { heard, questions } from "@/tests/support/ask";
import { openBrowser, watchedContext } from "@/tests/support/browser";
import { type Installation, startInstallation, temporaryDataDir } from "@/tests/support/installation";
import { demoLogins } from "@/tests/support/installed";
import { text } from "@/tests/support/texts";
import { logInByHand } from "./whole-job/register";

/* Nothing typed or chosen is lost without a question: by leaving, by another form, by a session that has ended. */

const OFFICE = "/o/byns-ungdomsforening";

let installation: Installation;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const { dataDir, remove } = temporaryDataDir();
beforeAll(async () => {
  installation = await startInstallation({ dataDir, port: await freePort() });
  browser = await openBrowser();
  ({ context } = await watchedContext(browser, { baseURL: installation.url }));
  page = await context.newPage();
  await page.goto("/login");
  await logInByHand(page, demoLogins(dataDir));
  await page.waitForURL(/\/offices/);
});
afterAll(async () => {
  await browser?.close();
  await installation?.stop();
  remove();
});
beforeEach(async () => {
  await page.close();
  page = await context.newPage();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const field = (name: string) => page.locator(`main [name=${name}]`);

/** Opens a page once its scripts listen. */
async function open(address: string, name: string): Promise<void> {
  await page.goto(address);
  await heard(field(name));
}

it("a new address of the office is not saved over what was typed beside it without a question", async () => {
  await open(`${OFFICE}/settings`, "slug");
  const save = button(text("settings.save"));
  const before = await field("replyTo").inputValue();
  await field("replyTo").fill("ny@exempel.example");
  await field("slug").fill("byn");
  expect(await questions(page, () => save.click())).toEqual([text("ui.leave")]);
  expect(await field("replyTo").inputValue()).toBe("ny@exempel.example");
  expect(new URL(page.url()).pathname).toBe(`${OFFICE}/settings`);
  await field("replyTo").fill(before);
  expect(await questions(page, () => save.click())).toEqual([]);
  await page.waitForURL("**/o/byn/settings");
  await page.getByText(text("settings.saved")).waitFor();
  await field("slug").fill("byns-ungdomsforening");
  await save.click();
  await page.waitForURL(`**${OFFICE}/settings`);
});
