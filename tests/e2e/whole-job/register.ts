import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { ask, heard } from "@/tests/support/ask";
import { text } from "@/tests/support/texts";
import { CARDS, FAULTY, FILE } from "./people";

/** Logs in where the app has led somebody who is not. */
export async function logInByHand(page: Page, login: { email: string; password: string }): Promise<void> {
  await page.getByRole("heading", { level: 1, name: text("auth.login.title") }).waitFor();
  await page.getByLabel(text("auth.email")).fill(login.email);
  await page.getByLabel(text("auth.password")).fill(login.password);
  await page.getByRole("button", { name: text("auth.login.button") }).click();
}

/** From the overview of an empty office to its members: uploads the list, reads what was understood, imports. */
export async function importList(page: Page): Promise<void> {
  await page.getByRole("link", { name: text("overview.import.button") }).click();
  await page.getByLabel(text("import.file")).setInputFiles(FILE);
  await page.getByRole("button", { name: text("import.upload") }).click();

  await page.getByRole("heading", { level: 1, name: text("import.understood") }).waitFor();
  const separator = text("import.separators.semicolon");
  await page.getByText(text("import.form", { encoding: "Windows-1252", separator })).waitFor();
  const ignored = page.getByRole("row").filter({ hasText: "Medlemsnr" });
  await ignored.getByText(text("import.ignored")).waitFor();
  const faulty = page.getByRole("row").filter({ hasText: FAULTY.address });
  await faulty.getByText(String(FAULTY.row), { exact: true }).waitFor();
  await faulty.getByText(text("members.faults.addressNoEnding", { address: FAULTY.address })).waitFor();

  await page.getByRole("button", { name: text("import.run", { count: CARDS }), exact: true }).click();
  await page.getByText(text("import.doneSummary", { good: CARDS, faulty: 1 })).waitFor();
  await page
    .getByRole("link", { name: text("import.toMembers") })
    .last()
    .click();
  await page.getByText(text("members.counts", { total: CARDS, confirmed: 0 })).waitFor();
  await page.getByRole("link", { name: "Öström, Åsa" }).waitFor();
}

/** Imports the same file once more: nothing is doubled. */
export async function importAgain(page: Page, slug: string): Promise<void> {
  await page.goto(`/o/${slug}/members/import`);
  await page.getByLabel(text("import.file")).setInputFiles(FILE);
  await page.getByRole("button", { name: text("import.upload") }).click();
  await page.getByText(text("import.nothingToDo")).waitFor();
  expect(await page.getByRole("button", { name: text("import.running") }).count()).toBe(0);
}

/** Two colleagues change one card, the second without scripts: what was typed is kept and saved when asked again. */
export async function meetOnOneCard(browser: Browser, page: Page, slug: string): Promise<void> {
  await page.goto(`/o/${slug}/members?search=Ahlskog`);
  await page.getByRole("row").getByRole("link").first().click();
  const phone = page.getByLabel(text("members.fields.phone"));
  await phone.waitFor();
  const storageState = await page.context().storageState();
  const plain = await browser.newContext({ javaScriptEnabled: false, locale: "sv-FI", storageState });
  const second = await plain.newPage();
  const notes = second.getByLabel(text("members.fields.notes"));
  const save = { name: text("members.card.save"), exact: true };
  await second.goto(page.url());
  await phone.fill("040 123 4567");
  await page.getByRole("button", save).click();
  await page.getByText(text("members.card.saved")).waitFor();
  await expectSaidOnce(page, text("members.card.saved"));

  await notes.fill("Kassör");
  await second.getByRole("button", save).click();
  await second.getByText(text("members.card.conflict")).waitFor();
  expect(await notes.inputValue()).toBe("Kassör");
  await second.getByRole("button", save).click();
  await second.getByText(text("members.card.conflict")).waitFor({ state: "detached" });
  expect(await notes.inputValue()).toBe("Kassör");
  await deleteWithoutScripts(second, slug);
  await plain.close();
}

/** What the dialog would ask unfolds beneath its button. */
async function deleteWithoutScripts(page: Page, slug: string): Promise<void> {
  await page.goto(new URL(`/o/${slug}/members/new`, page.url()).href);
  await page.getByLabel(text("members.fields.firstName")).fill("Utan");
  await page.getByLabel(text("members.fields.lastName")).fill("Skript");
  await page.getByRole("button", { name: text("members.card.create"), exact: true }).click();
  await page
    .locator("summary")
    .filter({ hasText: text("members.delete.button") })
    .click();
  const unfolded = page.locator("details[open]");
  await unfolded.filter({ hasText: text("members.delete.explain") }).waitFor();
  await unfolded.locator("button").click();
  await page.getByRole("heading", { level: 1, name: text("members.title") }).waitFor();
  expect(await page.getByText("Skript, Utan").count()).toBe(0);
  await page.getByText(text("members.card.deleted")).waitFor();
  await page.reload();
  expect(await page.getByText(text("members.card.deleted")).count()).toBe(0);
  await chooseFinnishWithoutScripts(page);
}

/** The menus of the bar unfold in one, and the language comes back for whoever goes on. */
async function chooseFinnishWithoutScripts(page: Page): Promise<void> {
  for (const language of ["Suomi", "Svenska"]) {
    await page.locator("header summary").click();
    await page.locator("header").getByRole("button", { name: language, exact: true }).click();
    await page.locator(`html[lang=${language === "Suomi" ? "fi" : "sv"}]`).waitFor();
  }
}

/** The network goes while a card is written: what was typed stays, and is saved once the network is back. */
export async function saveWithoutNetwork(browser: Browser, page: Page, slug: string): Promise<void> {
  const storageState = await page.context().storageState();
  const context = await browser.newContext({ locale: "sv-FI", storageState });
  const boat = await context.newPage();
  await boat.goto(page.url().replace(/^(https?:\/\/[^/]+).*/, `$1/o/${slug}/members?search=Ahlskog`));
  await boat.getByRole("row").getByRole("link").first().click();
  const city = boat.getByLabel(text("members.fields.city"));
  const language = boat.getByLabel(text("members.fields.language"));
  const save = boat.getByRole("button", { name: text("members.card.save"), exact: true });
  await heard(save);
  await city.fill("Lumparland");
  await language.selectOption("fi");
  await context.setOffline(true);
  await save.click();
  await boat.getByText(text("errors.unanswered")).waitFor();
  expect(await city.inputValue()).toBe("Lumparland");
  expect(await language.inputValue()).toBe("fi");
  await city.fill("Vasa");
  await language.selectOption("sv");
  await context.setOffline(false);
  await save.click();
  await boat.getByText(text("members.card.saved")).waitFor();
  await expectToStay(boat);
  await context.close();
}

/** Without a network, or once the server is of another version, a button says so where it was pressed. */
async function expectToStay(page: Page): Promise<void> {
  await page.getByRole("button", { name: text("members.delete.button"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  const remove = dialog.getByRole("button", { name: text("members.delete.confirm"), exact: true });
  await page.context().setOffline(true);
  await remove.click();
  await dialog
    .getByRole("alert")
    .filter({ hasText: text("errors.button.offline") })
    .waitFor();
  await page.context().setOffline(false);
  await page.route(/\/members\//, (route) => {
    const headers = { ...route.request().headers(), "next-action": "0".repeat(42) };
    return route.continue(route.request().method() === "POST" ? { headers } : {});
  });
  await remove.click();
  await dialog
    .getByRole("alert")
    .filter({ hasText: text("errors.button.oldPage") })
    .waitFor();
  await dialog.getByRole("button", { name: text("members.delete.cancel"), exact: true }).click();
  await page.getByLabel(text("members.fields.city")).fill("Vasa");
  await page.getByRole("button", { name: text("members.card.save"), exact: true }).click();
  await page.getByText(text("errors.oldPage")).waitFor();
}

/** Whoever goes on, and comes back, is not told again. */
async function expectSaidOnce(page: Page, notice: string): Promise<void> {
  await page.getByRole("link", { name: text("members.card.back") }).click();
  await page.getByRole("heading", { name: text("members.title"), level: 1 }).waitFor();
  await page.goBack();
  await page.getByLabel(text("members.fields.phone")).waitFor();
  expect(await page.getByText(notice).count()).toBe(0);
}

type EmailStatus = Parameters<typeof statusText>[0];

const statusText = (
  status:
    | "unconfirmed"
    | "confirmation_requested"
    | "confirmed"
    | "problem_bounced"
    | "problem_spam"
    | "problem_unsubscribed"
    | "problem_blocked"
    | "problem_invalid",
) => text(`emailStatus.${status}`);

/** Searches the list for a card and expects it to have this status, soon if not at once. */
export async function expectCard(page: Page, slug: string, search: string, status: EmailStatus) {
  const row = page.getByRole("row").filter({ hasText: search });
  await expect
    .poll(
      async () => {
        await page.goto(`/o/${slug}/members?${new URLSearchParams({ search })}`);
        return (await row.getByText(statusText(status), { exact: true }).count()) > 0;
      },
      { timeout: 240_000, interval: 1000, message: `${search} is to be ${status}` },
    )
    .toBe(true);
}

/** Opens the card of a search that finds one, and moves its problem address to the notes. */
export async function moveToNotes(page: Page, slug: string, address: string): Promise<void> {
  await page.goto(`/o/${slug}/members?${new URLSearchParams({ search: address })}`);
  await page.getByRole("row").filter({ hasText: address }).getByRole("link").click();
  await page.getByText(text("members.emailSection.todo")).waitFor();
  const dialog = await ask(page.getByRole("button", { name: text("members.emailSection.move") }));
  await dialog.getByText(text("members.emailSection.moveTitle", { address })).waitFor();
  await dialog.getByRole("button", { name: text("members.move.confirm") }).click();
  await page.getByText(text("members.emailSection.none")).waitFor();
  await page
    .locator(":focus")
    .filter({ hasText: text("members.move.done", { count: 1 }) })
    .waitFor();
  await expect.poll(() => page.getByLabel(text("members.fields.notes")).inputValue()).toContain(address);
  await expect.poll(() => page.getByLabel(text("members.fields.email")).inputValue()).toBe("");
}
