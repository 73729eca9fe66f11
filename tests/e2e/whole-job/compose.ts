import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { anything, pattern, text } from "@/tests/support/texts";

export type Summary = {
  cards: number;
  confirmed: number;
  messages: number;
  unconfirmed: number;
  problem: number;
  withoutAddress: number;
};

/** Presses a button above the text, and waits until it has taken effect where one types. */
async function press(page: Page, name: "heading" | "bold" | "bulletList"): Promise<void> {
  const button = page
    .getByRole("toolbar")
    .getByRole("button", { name: text(`compose.toolbar.${name}`), exact: true });
  const before = await button.getAttribute("aria-pressed");
  await button.click();
  await button.and(page.locator(`[aria-pressed=${before === "true" ? "false" : "true"}]`)).waitFor();
  await focusBack(page);
}

/**
 * Waits until the text has the focus again, a moment after a button or dialog; earlier typing would be lost.
 */
async function focusBack(page: Page): Promise<void> {
  await page.locator("[role=textbox][contenteditable]:focus").waitFor();
}

/** Writes a mailing with heading, bold, a list and a merge tag, in subject and body. */
export async function write(page: Page, subject: string): Promise<void> {
  const body = page.getByRole("textbox", { name: text("compose.body") });
  /* The editor needs scripts, which would not know of a subject that was typed before. */
  await body.waitFor();
  await page.getByLabel(text("compose.subject"), { exact: true }).fill(subject);
  await body.click();
  await press(page, "heading");
  await page.keyboard.type("Välkommen till mötet");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Hej ");
  await page.getByRole("button", { name: text("compose.toolbar.personalise"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(text("compose.personalise.tag"), { exact: true }).selectOption("firstName");
  await dialog.getByLabel(text("compose.personalise.fallback")).fill("vän");
  await dialog.getByRole("button", { name: text("compose.personalise.inBody") }).click();
  await body.getByText("Hej {{förnamn|vän}}").waitFor();
  await focusBack(page);
  await page.keyboard.type(" i {{ort}}, ");
  await press(page, "bold");
  await page.keyboard.type("kom i tid");
  await press(page, "bold");
  await page.keyboard.type("!");
  await page.keyboard.press("Enter");
  await press(page, "bulletList");
  await page.keyboard.type("Val av styrelse");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Kaffe");
  expect(await body.locator("h2").textContent()).toBe("Välkommen till mötet");
  expect(await body.locator("p").first().textContent()).toBe("Hej {{förnamn|vän}} i {{ort}}, kom i tid!");
  expect(await body.locator("strong").textContent()).toBe("kom i tid");
  expect(await body.locator("ul li").allTextContents()).toEqual(["Val av styrelse", "Kaffe"]);
}

/** What a word processor puts into the clipboard: a title, a change and a remark that were tracked, and a list. */
const FROM_WORD = `<html><head><style>p.MsoNormal {margin:0cm}</style></head><body><!--StartFragment-->
<h1>Höstmöte<o:p></o:p></h1><p class=MsoNormal>Vi ses på <s><del>tisdag</del></s><ins>onsdag</ins><span class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[AE1]</a></span>.<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>Val</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>Kaffe</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>Först</p><table><tr><td>Datum</td><td><p class=MsoNormal>Plats</p></td></tr><tr><td>1.12</td><td>Byagården</td></tr></table>
<p class=MsoNormal><span style='display:none'>dolt</span>Hälsningar<img src="file:///C:/hus.png"></p>
<!--EndFragment--><div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>[AE1]Fråga Nils, han är omöjlig.</p></div></div></body></html>`;

/** Pastes from a word processor what it shows, and nothing else. */
export async function pasteFromWord(page: Page): Promise<void> {
  const body = page.getByRole("textbox", { name: text("compose.body") });
  await body.click();
  await body.evaluate((element, html) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, FROM_WORD);
  await body.getByText("Vi ses på onsdag.", { exact: true }).waitFor();
  expect(await body.locator("h2").textContent()).toBe("Höstmöte");
  expect(await body.locator("ul li").allTextContents()).toEqual(["Val", "Kaffe"]);
  expect(await body.locator("ol li").allTextContents()).toEqual(["Först"]);
  expect(await body.locator(":scope > p").allTextContents()).toEqual([
    "Vi ses på onsdag.",
    "Datum · Plats",
    "1.12 · Byagården",
    "Hälsningar",
  ]);
  await page.getByText(text("compose.noFiles")).waitFor();
}

/** The way back leaves the page only if one means it: what is written is not saved yet. Then begins anew. */
export async function goBackByMistake(page: Page): Promise<void> {
  const body = page.getByRole("textbox", { name: text("compose.body") });
  const [address, written] = [page.url(), await body.innerHTML()];
  const asked = page.waitForEvent("dialog");
  await page.evaluate(() => window.history.back());
  const dialog = await asked;
  expect(dialog.message()).toBe(text("compose.leave"));
  await dialog.dismiss();
  expect(page.url()).toBe(address);
  expect(await body.innerHTML()).toBe(written);
  page.once("dialog", (dialog) => dialog.accept());
  await page.reload();
}

/** An unknown merge tag is told while it is written, and keeps the mailing from being sent. */
export async function tripOverUnknownTag(page: Page, messages: number): Promise<void> {
  const mistake = " {{förnam}}";
  await page.getByRole("textbox", { name: text("compose.body") }).press("Control+End");
  await page.keyboard.type(mistake);
  const fault = pattern(text("mailings.errors.unknown_tag", { text: anything }));
  await page.getByRole("status").filter({ hasText: fault }).first().waitFor();
  await page.getByRole("button", { name: text("compose.send", { count: messages }), exact: true }).click();
  await page.getByRole("alert").filter({ hasText: fault }).waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.getByRole("textbox", { name: text("compose.body") }).press("Control+End");
  for (const _ of mistake) await page.keyboard.press("Backspace");
  await page.getByRole("listitem").filter({ hasText: fault }).waitFor({ state: "detached" });
}

/** The mail as a chosen member sees it. */
export async function lookAs(page: Page, member: string, greeting: string): Promise<void> {
  const show = page.getByRole("button", { name: text("compose.preview.show") });
  if ((await show.getAttribute("aria-expanded")) !== "true") await show.click();
  await page.getByLabel(text("compose.preview.as")).selectOption({ label: member });
  await page
    .frameLocator(`iframe[title="${text("compose.mail.frame")}"]`)
    .getByText(greeting, { exact: true })
    .waitFor();
}

export async function testToMyself(page: Page, email: string): Promise<void> {
  await page.getByRole("button", { name: text("compose.test"), exact: true }).click();
  await page.getByText(text("compose.tested", { email })).waitFor();
}

/** Lets it go out by itself, and makes it a draft again without scripts: there the draft is to be read. */
export async function scheduleAndTakeBack(browser: Browser, page: Page, subject: string): Promise<void> {
  await page.getByRole("button", { name: text("compose.schedule.open"), exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: text("compose.schedule.go") })
    .click();
  await page.waitForURL(/\/mailings\/[0-9a-f-]{36}$/);
  const storageState = await page.context().storageState();
  const plain = await browser.newContext({ javaScriptEnabled: false, locale: "sv-FI", storageState });
  const second = await plain.newPage();
  await second.goto(page.url());
  await second
    .locator("summary")
    .filter({ hasText: text("results.unschedule.button") })
    .click();
  await second.locator("details[open] button").click();
  await second.waitForURL(/\/edit$/);
  expect(await second.getByLabel(text("compose.subject"), { exact: true }).inputValue()).toBe(subject);
  await page.goto(second.url());
  await plain.close();
}

/** Reads exactly who will get it, and sends. */
export async function send(page: Page, subject: string, summary: Summary): Promise<void> {
  const { messages: count } = summary;
  await page.getByText(text("compose.recipients.summary", summary)).first().waitFor();
  await page.getByRole("button", { name: text("compose.send", { count }), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(text("compose.confirm.title", { count })).waitFor();
  await dialog.getByText(text("compose.confirm.subject", { subject })).waitFor();
  await dialog.getByText(text("compose.recipients.summary", summary)).waitFor();
  await dialog.getByRole("button", { name: text("compose.confirm.go", { count }), exact: true }).click();
  await page.waitForURL(/\/mailings\/[0-9a-f-]{36}$/);
  await page.getByRole("heading", { level: 1, name: subject, exact: true }).waitFor();
}
