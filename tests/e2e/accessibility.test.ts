import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pagesOfApp } from "@/tests/isolation/http/map";
import { openBrowser } from "@/tests/support/browser";
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

/** Shows nothing: it leads on. */
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

it("shows the line of a mailing that one writes, on low screens too", async () => {
  const { context, complaints } = place.profiles.administrator;
  const page = await context.newPage();
  await page.goto(`${here}/mailings/new`);
  expect(await linesOutOfSight(page)).toEqual([]);
  await page.close();
  expect(complaints.splice(0)).toEqual([]);
});
