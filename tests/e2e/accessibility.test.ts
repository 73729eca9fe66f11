import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LANGUAGE_NAMES, type Language } from "@/lib/i18n/language";
import { pagesOfApp } from "@/tests/isolation/http/map";
import { openBrowser } from "@/tests/support/browser";
import { BY_EAR } from "./accessibility/by-ear";
import { faultsOf } from "./accessibility/check";
import { linesOutOfSight } from "./accessibility/line-in-sight";
import { OF_MAILINGS, OF_THE_OUTBOX } from "./accessibility/mailing-scenes";
import { OF_OFFICE } from "./accessibility/office-scenes";
import { BEFORE_LOGIN, OF_MEMBERS } from "./accessibility/public-scenes";
import { OF_REGISTER } from "./accessibility/register-scenes";
import { here } from "./accessibility/scene";
import { openWorld } from "./accessibility/world";

const SCENES = [
  ...BEFORE_LOGIN,
  ...OF_MEMBERS,
  ...OF_REGISTER,
  ...OF_MAILINGS,
  ...OF_OFFICE,
  ...OF_THE_OUTBOX,
];

/** Only redirects. */
const LEADS_ON = "/";

let browser: Browser;
let place: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  browser = await openBrowser();
  place = await openWorld(browser);
});
afterAll(async () => {
  await browser?.close();
  await place?.close();
});

it("looks at every page", () => {
  const seen = new Set(SCENES.map((scene) => scene.of));
  expect(pagesOfApp().filter((page) => page !== LEADS_ON && !seen.has(page))).toEqual([]);
});

it.each(SCENES)("$of $name ($who)", async ({ open, who, rules }) => {
  const { context, complaints } = place.profiles[who];
  const page = await context.newPage();
  await open(page, place.world);
  expect(await faultsOf(page, rules)).toEqual([]);
  await page.close();
  expect(complaints.splice(0)).toEqual([]);
});

it.each(BY_EAR)("by ear: $name", async ({ who, hear }) => {
  const { context, complaints } = place.profiles[who];
  const page = await context.newPage();
  await hear(page, place.world);
  await page.close();
  expect(complaints.splice(0)).toEqual([]);
});

it("shows the line of a mailing that one writes, on low screens too", async () => {
  const { context, complaints } = place.profiles.administrator;
  const page = await context.newPage();
  await page.goto(`${here}/mailings/new`);
  expect(await linesOutOfSight(page)).toEqual([]);
  await page.close();
  expect(complaints.splice(0)).toEqual([]);
});

it("keeps the names of the pages on one row of a small phone, in Finnish too", async () => {
  const { context, complaints } = place.profiles.administrator;
  const page = await context.newPage();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(here);
  await choose(page, "sv", "fi");
  for (const path of ["", "/members", "/mailings", "/settings"]) {
    await page.goto(here + path);
    const names = page.getByRole("navigation").first().getByRole("listitem").filter({ visible: true });
    await names.first().waitFor();
    const tops = await names.evaluateAll((items) => items.map((item) => item.getBoundingClientRect().top));
    expect(new Set(tops).size, `${path}: ${tops.join()}`).toBe(1);
  }
  await choose(page, "fi", "sv");
  await page.close();
  expect(complaints.splice(0)).toEqual([]);
});

it("leaves a phone's first screen to the list of members while rates are bad", async () => {
  const { context, complaints } = place.profiles.administrator;
  const page = await context.newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  const warning = page.locator("main summary").first();
  const look = async () => {
    await page.goto(`${await place.nearLimit()}/members`);
    return warning.count();
  };
  await expect.poll(look).toBe(1);
  const heading = page.getByRole("heading", { level: 1 });
  expect((await heading.boundingBox())?.y).toBeLessThan(844 / 2);
  const figures = page.getByText(/5\s200/);
  expect(await figures.isVisible()).toBe(false);
  await warning.click();
  expect(await figures.isVisible()).toBe(true);
  await page.close();
  expect(complaints.splice(0)).toEqual([]);
});

/** Changes the language. */
async function choose(page: Page, from: Language, to: Language): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: LANGUAGE_NAMES[from] }).click();
  await page.getByRole("menuitemradio", { name: LANGUAGE_NAMES[to] }).click();
  await page.locator(`html[lang=${to}]`).waitFor();
}
