import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { freePort } from "@/embedded/postgres/free-port";
import { ask, heard, questions } from "@/tests/support/ask";
import { openBrowser, watchedContext } from "@/tests/support/browser";
import { type Installation, startInstallation, temporaryDataDir } from "@/tests/support/installation";
import { demoLogins } from "@/tests/support/installed";
import { Outbox } from "@/tests/support/outbox";
import { text } from "@/tests/support/texts";
import { logInByHand } from "./whole-job/register";

/*
 * What becomes of what was typed and pressed when something crosses: the way back, an answer that is lost,
 * another form, a key that is held down, another tab, a server that is away.
 */

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
  await page.close();
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
const body = () => page.getByRole("textbox", { name: text("compose.body") });
const subject = () => page.getByLabel(text("compose.subject"), { exact: true });
const save = () => page.getByRole("button", { name: text("compose.save") });

/**
 * Writes to members at a host where no address bounces: a mailing whose recipients change between the question
 * and the answer is not sent, and those of the demo's other addresses do once something was sent to them.
 */
async function write(name: string): Promise<void> {
  await page.goto(`${OFFICE}/mailings/new?search=posten.example`);
  await body().waitFor();
  await subject().fill(name);
  await body().click();
  await page.keyboard.type("Hej alla");
}

async function saveNew(): Promise<void> {
  await save().click();
  await page.waitForURL(/\/edit$/);
}

/** The next request that is made by an action is answered to nobody, after the server has done it. */
async function loseAnswer(): Promise<void> {
  let lost = false;
  await page.route(`**${OFFICE}/**`, async (route) => {
    if (lost || route.request().method() !== "POST") return route.continue();
    lost = true;
    await route.fetch();
    await route.abort();
  });
}

/** Goes to the list and comes back by the browser's button. */
async function thereAndBack(): Promise<void> {
  await page.getByRole("link", { name: text("results.back") }).click();
  await page.getByRole("heading", { level: 1, name: text("mailings.title"), exact: true }).waitFor();
  await page.goBack();
}

it("a draft is there for whoever has saved it and comes back", async () => {
  await write("Kom tillbaka");
  await saveNew();
  await thereAndBack();
  await page.getByRole("heading", { level: 1, name: text("compose.editTitle") }).waitFor();
  await expect.poll(() => subject().inputValue()).toBe("Kom tillbaka");
  await body().getByText("Hej alla").waitFor();
});

it.each(["new", "opened"])("what was sent from a draft that is %s is not offered once more", async (kind) => {
  await write(`Skickat ${kind}`);
  if (kind === "opened") {
    await saveNew();
    await page.reload();
    await body().waitFor();
  }
  await page.getByRole("button", { name: /^Skicka \d/ }).click();
  await page.getByRole("dialog").locator("[type=submit]").click();
  await page.waitForURL(/\/mailings\/[0-9a-f-]{36}$/);
  const sent = page.url();
  await page.goBack();
  await page.waitForURL(sent);
  await page.getByRole("heading", { level: 1, name: `Skickat ${kind}` }).waitFor();
});

it("a save whose answer is lost makes no second draft, and nobody else of its author", async () => {
  await write("Förlorat svar");
  await loseAnswer();
  await save().click();
  await page.getByText(text("errors.unanswered")).waitFor();
  await body().click();
  await page.keyboard.type(", igen");
  await saveNew();
  await page.unrouteAll();
  await loseAnswer();
  await body().click();
  await page.keyboard.type(" och igen");
  await save().click();
  await page.getByText(text("errors.unanswered")).waitFor();
  await save().click();
  await page.getByText(/^Utkastet sparades/).waitFor();
  await page.unrouteAll();
  await page.goto(`${OFFICE}/mailings`);
  expect(await page.getByRole("link", { name: "Förlorat svar" }).count()).toBe(1);
});

it("what was typed on a card is not thrown away by moving its address", async () => {
  await page.goto(`${OFFICE}/members?status=problem`);
  await page.getByRole("row").getByRole("link").first().click();
  const phone = page.getByLabel(text("members.fields.phone"));
  await heard(phone);
  await phone.fill("040 123 4567");
  const dialog = await ask(button(text("members.emailSection.move")));
  const asked = page.waitForEvent("dialog");
  const pressed = dialog.getByRole("button", { name: text("members.move.confirm") }).click();
  const question = await asked;
  expect(question.message()).toBe(text("members.card.leave"));
  await question.dismiss();
  await pressed;
  await dialog.getByRole("button", { name: text("members.move.cancel") }).click();
  expect(await phone.inputValue()).toBe("040 123 4567");
  await button(text("members.card.save")).click();
  await page.getByText(text("members.card.saved")).waitFor();
  await ask(button(text("members.emailSection.move")));
  await dialog.getByRole("button", { name: text("members.move.confirm") }).click();
  await page.getByText(text("members.move.done", { count: 1 })).waitFor();
  expect(await phone.inputValue()).toBe("040 123 4567");
});

const HEAD_OFFICE = "/o/modellforbundet";
const pageOf = (name: string) => page.locator("nav").getByRole("link", { name, exact: true });

it.each([
  ["a colleague to be invited", `${OFFICE}/colleagues/new`, "email"],
  ["a group of offices", `${HEAD_OFFICE}/offices/groups/new`, "name"],
  ["a new office", `${HEAD_OFFICE}/offices/new`, "name"],
])("%s is not left unsaved without a question", async (_, address, name) => {
  await page.goto(address);
  const field = page.locator(`main [name=${name}]`);
  await heard(field);
  await field.fill("Något nytt");
  expect(await questions(page, () => pageOf(text("frame.overview")).click())).toEqual([text("ui.leave")]);
  await page.locator("header button").last().click();
  expect(
    await questions(page, () => page.getByRole("menuitem", { name: text("frame.logOut") }).click()),
  ).toEqual([text("ui.leave")]);
  expect(await field.inputValue()).toBe("Något nytt");
  await field.fill("");
  expect(await questions(page, () => pageOf(text("frame.overview")).click())).toEqual([]);
  await page.waitForURL((url) => url.pathname !== address);
});

it("settings ask once before they are left unsaved, and not once they are saved", async () => {
  await page.goto(`${OFFICE}/settings`);
  const footer = page.getByLabel(text("settings.fields.footer"));
  const days = page.getByLabel(text("settings.retention.label"));
  const before = await days.inputValue();
  const leave = () => pageOf(text("frame.overview")).click();
  await heard(footer);
  await footer.fill("En annan fot");
  await days.selectOption({ index: 0 });
  expect(await questions(page, leave)).toEqual([text("ui.leave")]);
  await days.selectOption(before);
  const name = page.getByLabel(text("settings.fields.name"));
  const named = await name.inputValue();
  await name.fill("");
  await button(text("settings.save")).click();
  await page.locator("[name=name][aria-invalid]").waitFor();
  expect(await questions(page, leave)).toEqual([text("ui.leave")]);
  await name.fill(named);
  await button(text("settings.save")).click();
  await page.getByText(text("settings.saved")).waitFor();
  expect(await questions(page, leave)).toEqual([]);
  await page.waitForURL(`**${OFFICE}`);
});

it("what was typed after a new draft was saved is not thrown away by another language", async () => {
  await write("Ett språk till");
  await saveNew();
  await subject().fill("Ännu ett språk");
  await page.locator("header button").filter({ hasText: "Svenska" }).click();
  const choose = () => page.getByRole("menuitemradio", { name: "Suomi" }).click();
  expect(await questions(page, choose)).toEqual([text("compose.leave")]);
  await page.locator("html[lang=sv]").waitFor();
  expect(await subject().inputValue()).toBe("Ännu ett språk");
});

/** The smallest PNG: one pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

it("what was typed among the settings stays when another of their forms is saved", async () => {
  await page.goto(`${OFFICE}/settings`);
  const footer = page.getByLabel(text("settings.fields.footer"));
  const replyTo = page.getByLabel(text("settings.replyTo.label"));
  const logo = { name: "logo.png", mimeType: "image/png", buffer: PIXEL };
  await heard(footer);
  await footer.fill("Ny fot");
  await page.getByLabel(text("settings.logo.label")).setInputFiles(logo);
  await button(text("settings.logo.button")).click();
  await page.getByText(text("settings.logo.saved")).waitFor();
  expect(await footer.inputValue()).toBe("Ny fot");
  await button(text("settings.logo.remove")).click();
  await page.getByText(text("settings.logo.removed")).waitFor();
  expect(await footer.inputValue()).toBe("Ny fot");
  await replyTo.fill("ny@exempel.example");
  for (const typed of ["Ny fot", "Nyaste foten"]) {
    await footer.fill(typed);
    await button(text("settings.save")).click();
    await page.getByText(text("settings.saved")).waitFor();
    expect(await footer.inputValue()).toBe(typed);
    expect(await replyTo.inputValue()).toBe("ny@exempel.example");
  }
});

it("a page that is long in coming is said to be on its way", async () => {
  await page.goto(`${OFFICE}/mailings`);
  const link = page.getByRole("link", { name: text("frame.members"), exact: true });
  await heard(link);
  let letThrough = () => {};
  const kept = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route(/\/members\?_rsc=/, (route) => kept.then(() => route.continue()));
  await link.click();
  const said = page.getByRole("status").filter({ hasText: text("frame.onTheWay") });
  await said.waitFor();
  letThrough();
  await page.getByRole("heading", { level: 1, name: text("members.title") }).waitFor();
  await said.waitFor({ state: "detached" });
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: text("mailings.title"), exact: true }).waitFor();
  expect(await said.count()).toBe(0);
});

it("a key that is held down presses a button once", async () => {
  await write("Hållen tangent");
  const test = button(text("compose.test"));
  await test.focus();
  const sent = page.getByText(text("compose.tested", { email: demoLogins(dataDir).email }));
  await page.keyboard.down("Enter");
  await sent.waitFor();
  for (let repeat = 0; repeat < 5; repeat++) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await sent.waitFor();
  const mails = await new Outbox(installation.outbox).mails({
    subject: text("mail.mailing.testSubject", { subject: "Hållen tangent" }),
  });
  expect(mails).toHaveLength(1);
});

it("a tab speaks one language after another was chosen in another tab", async () => {
  const choose = async (where: Page, from: string, to: string) => {
    const menu = where.locator("header button").filter({ hasText: from });
    await heard(menu);
    await menu.click();
    await where.getByRole("menuitemradio", { name: to }).click();
  };
  await page.goto(`${OFFICE}/mailings`);
  const other = await context.newPage();
  await other.goto(`${OFFICE}/members`);
  await choose(other, "Svenska", "Suomi");
  await other.locator("html[lang=fi]").waitFor();
  await page.getByRole("link", { name: text("frame.members"), exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Jäsenet" }).waitFor();
  await page.locator("html[lang=fi]").waitFor();
  await page.locator("nav").getByRole("link", { name: "Jäsenet" }).waitFor();
  await choose(page, "Suomi", "Svenska");
  await page.locator("html[lang=sv]").waitFor();
  await other.close();
});

it("the page of a mailing stays while the server is away, and goes on afterwards", async () => {
  await write("Servern är borta");
  await page.getByRole("button", { name: /^Skicka \d/ }).click();
  await page.getByRole("dialog").locator("[type=submit]").click();
  await page.waitForURL(/\/mailings\/[0-9a-f-]{36}$/);
  let refused = 0;
  await page.route("**", (route) => {
    refused++;
    return route.abort("connectionrefused");
  });
  await expect.poll(() => refused).toBeGreaterThan(1);
  await page.getByRole("heading", { level: 1, name: "Servern är borta" }).waitFor();
  await page.unrouteAll();
  await page.waitForResponse((answer) => answer.url().includes("_rsc="));
});

it.each([
  ["a new card", `${OFFICE}/members/new`, "notes"],
  ["settings", `${OFFICE}/settings`, "footer"],
  ["one's own login", "/account", "name"],
])(
  "a form of %s takes nothing while it is on its way, as that would be lost with the answer",
  async (_, address, name) => {
    await page.goto(address);
    const field = page.locator(`main [name=${name}]`);
    const form = page.locator("main form").filter({ has: page.locator(`[name=${name}]`) });
    await heard(field);
    await field.fill("Före");
    let letThrough = () => {};
    const kept = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await page.route(`**${address}`, (route) => kept.then(() => route.continue()));
    await form.locator("[type=submit]").click();
    await form.locator("[type=submit][aria-disabled=true]").waitFor();
    await field.click({ force: true });
    await page.keyboard.type("efteråt");
    expect(await field.inputValue()).toBe("Före");
    letThrough();
    const answered = page
      .locator("main form [aria-invalid=true], main [role=status], main [role=alert]")
      .first();
    await answered.waitFor();
    await field.fill("Efter");
    expect(await field.inputValue()).toBe("Efter");
  },
);

it("what narrows a list says what is shown, also for whoever comes back", async () => {
  for (const [list, name] of [
    ["members", "status"],
    ["log", "kind"],
  ]) {
    await page.goto(`${OFFICE}/${list}`);
    const choice = page.locator(`search [name=${name}]`);
    await choice.selectOption({ index: 2 });
    await button(text("members.show")).click();
    await page.waitForURL(/[?&](status|kind)=./);
    await page.goBack();
    await page.waitForURL(`**${OFFICE}/${list}`);
    expect(await choice.inputValue()).toBe("");
  }
});
