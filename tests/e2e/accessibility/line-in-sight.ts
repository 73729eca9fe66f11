import type { Page } from "playwright-core";
import { text } from "@/tests/support/texts";

/** A laptop as it is and at twice the size (WCAG 2.1, 1.4.4), a small one, and a phone. */
const SCREENS = [
  { width: 1440, height: 900 },
  { width: 720, height: 450 },
  { width: 1024, height: 600 },
  { width: 360, height: 640 },
];

/** Lines of a mailing that would be hidden while they are written. */
export async function linesOutOfSight(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const screen of SCREENS) {
    await page.setViewportSize(screen);
    await page.reload();
    await page.getByRole("textbox", { name: text("compose.body") }).click();
    for (let line = 1; line <= 20; line++) {
      await page.keyboard.type(`rad ${line}`);
      const seen = await page.evaluate(lineIsSeen);
      if (!seen) faults.push(`${screen.width} × ${screen.height}: line ${line}`);
      await page.keyboard.press("Enter");
    }
  }
  return faults;
}

/** Whether nothing lies over the foot of the line with the cursor. Runs in the browser. */
function lineIsSeen(): boolean {
  const line = getSelection()?.focusNode?.parentElement;
  if (!line) return false;
  const { left, bottom } = line.getBoundingClientRect();
  return line.contains(document.elementFromPoint(left + 5, bottom - 2));
}
