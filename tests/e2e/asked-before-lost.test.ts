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
let login: { email: string; password: string };
const { dataDir, remove } = temporaryDataDir();
beforeAll(async () => {
  installation = await startInstallation({ dataDir, port: await freePort() });
  browser = await openBrowser();
  ({ context } = await watchedContext(browser, { baseURL: installation.url }));
  page = await context.newPage();
  await page.goto("/login");
  login = demoLogins(dataDir);
  await logInByHand(page, login);
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
const leaveOffice = () =>
  page
    .locator("nav")
    .getByRole("link", { name: text("frame.overview") })
    .click();

/** Opens a page once its scripts listen. */
async function open(address: string, name: string): Promise<void> {
  await page.goto(address);
  await heard(field(name));
}

/** Does something as somebody whose session has ended while the page was open. */
async function loggedOut(act: () => Promise<void>): Promise<void> {
  const cookies = await context.cookies();
  await context.clearCookies();
  await act();
  await context.addCookies(cookies);
}

/** Has one more session to end. */
async function logInElsewhere(): Promise<void> {
  const { context: elsewhere } = await watchedContext(browser, { baseURL: installation.url });
  const other = await elsewhere.newPage();
  await other.goto("/login");
  await logInByHand(other, login);
  await other.waitForURL(/\/offices/);
  await elsewhere.close();
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

it.each([
  ["a name", "name"],
  ["an e-mail address", "email"],
  ["a new password", "password"],
])("%s of one's own is not left unsaved without a question", async (_, name) => {
  await open("/account", name);
  const before = await field(name).inputValue();
  const leave = () => page.getByRole("link", { name: text("account.back") }).click();
  await field(name).fill("någonting nytt");
  expect(await questions(page, leave)).toEqual([text("ui.leave")]);
  await field(name).fill(before);
  /* Browsers fill it in by themselves. */
  for (const current of await field("current").all()) await current.fill("korrekt häst");
  expect(await questions(page, leave)).toEqual([]);
  await page.waitForURL("**/offices");
});

it("what was typed about one's own login stays when another of its forms is saved", async () => {
  await open("/account", "email");
  await field("email").fill("ny@exempel.example");
  await field("name").fill("Ett annat namn");
  await field("current").first().fill(login.password);
  await field("password").fill("korrekt häst batteri häftstift");
  login = { ...login, password: "korrekt häst batteri häftstift" };
  await button(text("account.password.button")).click();
  await page.getByText(text("account.password.done")).waitFor();
  expect(await field("email").inputValue()).toBe("ny@exempel.example");
  expect(await field("name").inputValue()).toBe("Ett annat namn");
  await button(text("account.name.button")).click();
  await page.getByText(text("account.name.done")).waitFor();
  expect(await field("email").inputValue()).toBe("ny@exempel.example");
});

/**
 * As Safari until 26.2: it tells of the way back once the address has changed, those first who listen to the way
 * down. Chromium tells the window's listeners in the order in which they came.
 */
function tellLate(): void {
  Object.defineProperty(window, "navigation", { value: undefined });
  const first = new Set<EventListener>();
  const listen = window.addEventListener.bind(window);
  listen("popstate", (event) => {
    for (const listener of first) listener(event);
  });
  const addEventListener = (type: string, listener: EventListener, options?: AddEventListenerOptions) => {
    if (type !== "popstate" || !options?.capture) return listen(type, listener, options);
    first.add(listener);
    options.signal?.addEventListener("abort", () => first.delete(listener));
  };
  Object.assign(window, { addEventListener });
}

it("a card is not left unsaved by going back without a question, also where browsers tell of it late", async () => {
  await page.addInitScript(tellLate);
  await open(`${OFFICE}/members`, "search");
  await page.locator("tbody a").first().click();
  await heard(field("organisation"));
  const card = page.url();
  const before = await field("organisation").inputValue();
  await field("organisation").fill("Halvfärdig");
  for (let time = 0; time < 2; time++) {
    const question = page.waitForEvent("dialog");
    await page.evaluate(() => window.history.back());
    const asked = await question;
    expect(asked.message()).toBe(text("members.card.leave"));
    await asked.dismiss();
    await expect.poll(() => page.url()).toBe(card);
    expect(await field("organisation").inputValue()).toBe("Halvfärdig");
  }
  await field("organisation").fill(before);
  await page.evaluate(() => window.history.back());
  await page.waitForURL(`**${OFFICE}/members`);
  await field("search").waitFor();
});

/** The smallest PNG: one pixel. */
const LOGO = {
  name: "logo.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
};

const LIST = {
  name: "medlemmar.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(
    "Förnamn;Efternamn;Ort;Språk\nAnna;Andersson;Borgå;svenska\nBo;Berg;Borgå;klingonska\n",
  ),
};

it("a list of members is not left before it is imported without a question", async () => {
  await open(`${OFFICE}/members/import`, "file");
  await field("file").setInputFiles(LIST);
  expect(await questions(page, leaveOffice)).toEqual([text("import.leaveFile")]);
  expect(await questions(page, () => button(text("import.upload")).click())).toEqual([]);
  await page.getByRole("heading", { level: 1, name: text("import.understood") }).waitFor();
  const run = page.getByRole("button", { name: text("import.run", { count: 1 }) });
  await heard(run);
  expect(await questions(page, leaveOffice)).toEqual([text("import.leavePreview")]);
  const download = async () => {
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: text("import.download") }).click();
    await saved;
  };
  expect(await questions(page, download)).toEqual([]);
  expect(await questions(page, () => run.click())).toEqual([]);
  await page.getByRole("heading", { level: 1, name: text("import.done") }).waitFor();
  expect(await questions(page, leaveOffice)).toEqual([]);
  await page.waitForURL(`**${OFFICE}`);
});

it("nothing takes the place of what was typed into settings when the session has ended", async () => {
  await open(`${OFFICE}/settings`, "footer");
  const said = page.getByText(text("form.loggedOut"));
  await page.getByLabel(text("settings.logo.label")).setInputFiles(LOGO);
  await button(text("settings.logo.button")).click();
  await page.getByText(text("settings.logo.saved")).waitFor();
  await page.getByText(text("ui.noFile")).waitFor();
  await field("footer").fill("En fot");
  await loggedOut(async () => {
    await button(text("settings.logo.remove")).click();
    await said.waitFor();
    await page.locator("header button").filter({ hasText: "Svenska" }).click();
    await page.getByRole("menuitemradio", { name: "Suomi" }).click();
    await expect.poll(() => said.count()).toBe(2);
  });
  expect(await field("footer").inputValue()).toBe("En fot");
  await page.locator("html[lang=sv]").waitFor();
});

it("nothing takes the place of what was typed about one's own login when the session has ended", async () => {
  await logInElsewhere();
  await open("/account", "name");
  const said = page.getByText(text("form.loggedOut"));
  const save = button(text("account.name.button"));
  await field("name").fill("Ett tredje namn");
  await loggedOut(async () => {
    await button(text("account.sessions.endOthers")).click();
    await said.waitFor();
    await save.click();
    await expect.poll(() => said.count()).toBe(2);
  });
  expect(await field("name").inputValue()).toBe("Ett tredje namn");
  await save.click();
  await page.getByText(text("account.name.done")).waitFor();
});
