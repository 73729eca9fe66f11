import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { text } from "@/tests/support/texts";

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
/** 1280 px at four times the size (WCAG 2.1, 1.4.10). */
const NARROWEST = { width: 320, height: 640 };

/** A tablet upright and lying down, laptops at twice the size, and the narrowest of desktops. */
const BETWEEN = [640, 720, 768, 1024, 1280];

/** A4 upright, less the margins that browsers leave. */
const PAPER = { width: 718, height: 1047 };

/** Letters in a line. Seventy are meant for text; a line of counts, or a fault in a bar, goes further. */
const LONGEST_LINE = 110;

/** Text at twice the size (WCAG 2.1, 1.4.4). */
const LARGE = ":root { font-size: 212.5% !important; }";

/** Without transitions, or colours would be judged halfway. */
const STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }";

/**
 * Faults of a page in light and dark, wide and narrow: axe's violations, and content beyond the right edge,
 * also of a table out of its box, on the narrowest screen, on those between, with large text and on paper.
 * Each is a line for a person. A mail in its frame is left out, since no script may run there, not even axe;
 * it is checked by itself.
 *
 * @param rules a mail has no landmarks and no heading that a page should have.
 */
export async function faultsOf(page: Page, rules: "all" | "mail" = "all"): Promise<string[]> {
  /* Next renders a refusal (403, 404) with scripts; before that there is nothing to judge. */
  if (rules === "all") await page.locator("html[lang] h1").waitFor();
  await page.addStyleTag({ content: STILL });
  const faults: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const viewport of [WIDE, NARROW]) {
      await page.setViewportSize(viewport);
      const where = `${colorScheme}, ${viewport.width} px`;
      /* A mail's frame lets no script in, axe's neither: it would be waited for without end. */
      const axe = new AxeBuilder({ page }).exclude("iframe").setLegacyMode();
      if (rules === "mail") axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]);
      else axe.disableRules(["document-title"]);
      /* In the dark only colours are others. */
      if (colorScheme === "dark") axe.withRules(["color-contrast"]);
      const { violations } = await axe.analyze();
      for (const { id, nodes } of violations) {
        for (const { target, failureSummary } of nodes) {
          faults.push(`${where}: ${id}: ${target.join(" ")}: ${failureSummary}`);
        }
      }
      faults.push(...(await beyondTheEdge(page, where)));
      if (rules === "all") faults.push(...(await lowTargets(page, where)), ...(await longLines(page, where)));
    }
  }
  if (rules === "all") faults.push(...(await namelessRows(page)));
  /* After an action, React takes the old title away some milliseconds before it puts the new one in. */
  if (rules === "all") await expect.poll(() => page.title()).not.toBe("");
  await page.setViewportSize(NARROWEST);
  faults.push(...(await beyondTheEdge(page, `${NARROWEST.width} px`)));
  for (const width of BETWEEN) {
    await page.setViewportSize({ width, height: WIDE.height });
    faults.push(...(await beyondTheEdge(page, `${width} px`)));
  }
  const large = await page.addStyleTag({ content: LARGE });
  for (const viewport of [WIDE, NARROW]) {
    await page.setViewportSize(viewport);
    faults.push(...(await beyondTheEdge(page, `large letters, ${viewport.width} px`)));
  }
  await large.evaluate((tag: HTMLElement) => tag.remove());
  await page.emulateMedia({ colorScheme: "light", media: "print" });
  await page.setViewportSize(PAPER);
  faults.push(
    ...(await beyondTheEdge(page, "on paper")),
    ...(await menusOn(page)),
    ...(await unprinted(page)),
  );
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize(WIDE);
  return faults;
}

/**
 * What is pressed and is less than 44 px high. A link in running text is as high as its line, and a box to tick
 * has a label that is pressed instead.
 */
async function lowTargets(page: Page, where: string): Promise<string[]> {
  const low = await page.evaluate(() => {
    const pressed =
      "a[href], button, summary, select, input:not([type=hidden], [type=checkbox], [type=radio])";
    return [...document.querySelectorAll(pressed)].flatMap((target) => {
      const { width, height } = target.getBoundingClientRect();
      const seen = width > 1 && height > 1 && target.checkVisibility({ visibilityProperty: true });
      const inText = [...(target.parentElement?.childNodes ?? [])].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim(),
      );
      return seen && !inText && height < 43.5
        ? [`${Math.round(height)} px high: ${target.outerHTML.slice(0, 90)}`]
        : [];
    });
  });
  return low.map((fault) => `${where}: ${fault}`);
}

/** Lines of a text that are too long to be read with ease. */
async function longLines(page: Page, where: string): Promise<string[]> {
  const long = await page.evaluate((most) => {
    const lettersPerLine = (text: Element) => {
      const lines = new Map<number, number>();
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let place = 0; place < (node.nodeValue?.length ?? 0); place++) {
          const letter = document.createRange();
          letter.setStart(node, place);
          letter.setEnd(node, place + 1);
          const { top, width } = letter.getBoundingClientRect();
          if (width > 0) lines.set(Math.round(top), (lines.get(Math.round(top)) ?? 0) + 1);
        }
      }
      return Math.max(0, ...lines.values());
    };
    return [...document.querySelectorAll("main p, main li")]
      .filter((text) => (text.textContent?.length ?? 0) > most && !text.querySelector("p, li, div"))
      .map((text) => ({ letters: lettersPerLine(text), begins: text.textContent?.slice(0, 60) }))
      .filter(({ letters }) => letters > most)
      .map(({ letters, begins }) => `a line of ${letters} letters: ${begins}`);
  }, LONGEST_LINE);
  return long.map((fault) => `${where}: ${fault}`);
}

/** Tables with rows whose name is not announced to somebody who moves down a column. */
async function namelessRows(page: Page): Promise<string[]> {
  const tables = page.locator("table:has(tbody > tr > td):not(:has(tbody > tr > th[scope=row]))");
  const captions = await tables.locator("caption").allTextContents();
  return captions.map((caption) => `no row has a name: ${caption}`);
}

/** Lists that Firefox leaves out, as the box around them is asked for its width. */
function unprinted(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const asked = [...document.querySelectorAll("table")].filter(({ parentElement }) => {
      const box = parentElement?.parentElement;
      return box && getComputedStyle(box).containerType !== "normal";
    });
    return asked.map(({ caption }) => `on paper: no list in Firefox: ${caption?.textContent}`);
  });
}

async function beyondTheEdge(page: Page, where: string): Promise<string[]> {
  const found = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const beyond = scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} px beyond the right edge`] : [];
    /* Where the keyboard leads, arrows show the rest. */
    for (const box of document.querySelectorAll("body :has(> table):not([tabindex='0'])")) {
      const hidden = box.scrollWidth - box.clientWidth;
      const scrolls = /auto|scroll/.test(getComputedStyle(box).overflowX);
      if (scrolls && hidden > 1)
        beyond.push(`${hidden} px of a table out of sight: ${box.textContent.slice(0, 40)}`);
    }
    return beyond;
  });
  return found.map((fault) => `${where}: ${fault}`);
}

/** Navigation that would be printed. */
async function menusOn(page: Page): Promise<string[]> {
  const menus = page
    .getByRole("banner")
    .getByRole("button")
    .or(page.getByRole("navigation", { name: text("frame.navigation") }));
  const seen = await menus.filter({ visible: true }).allInnerTexts();
  return seen.map((menu) => `on paper: ${menu}`);
}
