import type { Locator } from "playwright-core";

/** Milliseconds until a press is taken for lost. */
const HEARD = 2_000;
const TRIES = 30;

/**
 * Presses a button until the question that it asks is there: in the first moments of a page its scripts
 * do not run yet, and nobody hears it.
 *
 * @returns the dialog.
 */
export async function ask(button: Locator): Promise<Locator> {
  const dialog = button.page().getByRole("dialog");
  for (let tries = 1; ; tries++) {
    await button.click();
    try {
      await dialog.waitFor({ timeout: HEARD });
      return dialog;
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}
