import { mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { type Installation, startInstallation } from "./screenshots/installation";
import { findBrowser } from "./test/browser";

/** Takes the pictures of the README, of a fresh demo on a desktop and on a phone. */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "docs", "screenshots");
const OFFICE = "/o/byns-ungdomsforening";
const DESKTOP = { width: 1440, height: 900 };
/** Tall enough for some recipients below the counts. */
const TALL = { width: 1440, height: 1240 };
const PHONE = { width: 390, height: 780 };
const LARGEST_KB = 250;

const executablePath = findBrowser(process.env);
if (!executablePath) {
  console.error("There is no Chromium here. Install it, or set CHROMIUM_PATH.");
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
console.log("Starting a demo …");
const installation = await startInstallation(root);
try {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    await takeAll(browser, installation);
  } finally {
    await browser.close();
  }
} finally {
  await installation.stop();
}

async function takeAll(browser: Browser, { url, outbox, login }: Installation): Promise<void> {
  const page = await browser.newPage({ viewport: DESKTOP, locale: "sv-FI", baseURL: url });
  await page.goto("/login");
  await page.getByLabel("E-postadress").fill(login.email);
  await page.getByLabel("Lösenord").fill(login.password);
  await page.getByRole("button", { name: "Logga in" }).click();
  await page.waitForURL(/\/(offices|o\/)/);

  await page.goto(`${OFFICE}/members`);
  await take(page, "members");
  await page.goto(`${OFFICE}/mailings`);
  await page.getByRole("link", { name: /^Höstmötet \d+$/ }).click();
  await page.waitForURL(/\/mailings\/[0-9a-f-]{36}/);
  await page.setViewportSize(TALL);
  await take(page, "results");
  await page.setViewportSize(DESKTOP);
  await takeCompose(page);

  await askNewMembers(page);
  const mail = await browser.newPage({ viewport: DESKTOP, locale: "sv-FI", baseURL: outbox });
  const link = await takeOutbox(mail);
  const phone = await browser.newPage({ viewport: PHONE, deviceScaleFactor: 2, locale: "sv-FI" });
  await phone.goto(link);
  await take(phone, "confirm-phone");
}

async function takeCompose(page: Page): Promise<void> {
  await page.goto(`${OFFICE}/mailings/new`);
  await page.getByLabel("Ämne").fill("Julfesten i lokalen");
  await page.getByRole("textbox", { name: "Meddelande" }).click();
  const lines = [
    "Hej {{förnamn|vän}}!",
    "{{förening}} bjuder in till julfest i lokalen lördagen den 12 december klockan 18. Vi bjuder på gröt och skinka, och barnen får godispåsar.",
    "Anmäl dig senast den 5 december, så att maten räcker.",
    "Hälsningar\nstyrelsen",
  ];
  for (const [place, line] of lines.entries()) {
    if (place > 0) await page.keyboard.press("Enter");
    for (const [part, text] of line.split("\n").entries()) {
      if (part > 0) await page.keyboard.press("Shift+Enter");
      await page.keyboard.insertText(text);
    }
  }
  await take(page, "compose");
}

/** Fills the outbox: the demo's own mails were never sent through it. */
async function askNewMembers(page: Page): Promise<void> {
  page.once("dialog", (dialog) => void dialog.accept());
  await page.goto(`${OFFICE}/mailings/confirm`);
  await page.getByRole("button", { name: /^Skicka till .*adress/ }).click();
  await page.waitForURL(/\/mailings\/[0-9a-f-]{36}/);
}

/** @returns the address behind the button of the mail that is shown. */
async function takeOutbox(page: Page): Promise<string> {
  const first = page.locator("ol.mails a").first();
  for (let attempt = 1; attempt <= 60; attempt++) {
    await page.goto("/");
    if ((await first.count()) > 0) break;
    await page.waitForTimeout(500);
  }
  await first.click();
  await page.waitForURL(/\/mail\//);
  await page.reload();
  const button = page.frameLocator("iframe").locator('a[href*="/c/"]').first();
  await button.waitFor();
  await take(page, "outbox");
  const link = await button.getAttribute("href");
  if (!link) throw new Error("The confirmation mail has no link.");
  return link;
}

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForTimeout(700);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  const kilobytes = Math.ceil(statSync(path).size / 1024);
  console.log(`${name}.png ${kilobytes} kB`);
  if (kilobytes > LARGEST_KB) throw new Error(`${name}.png is larger than ${LARGEST_KB} kB.`);
}
