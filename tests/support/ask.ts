import type { Dialog, Locator, Page } from "playwright-core";
import { expect } from "vitest";

/**
 * Waits until an element is hydrated: before that, a form is sent as without scripts, and typing is not
 * noticed.
 */
export async function heard(what: Locator): Promise<void> {
  /* React's property on elements that it has hydrated. */
  const isReacts = () =>
    what.evaluate((element) => Object.keys(element).some((key) => key.startsWith("__reactProps$")));
  await expect.poll(isReacts, { message: "no scripts run" }).toBe(true);
}

/**
 * Presses a button that asks a question.
 *
 * @returns the dialog.
 */
export async function ask(button: Locator): Promise<Locator> {
  await heard(button);
  await button.click();
  const dialog = button.page().getByRole("dialog");
  await dialog.waitFor();
  return dialog;
}

/** The questions that the browser asks meanwhile; each is answered with no. */
export async function questions(page: Page, act: () => Promise<void>): Promise<string[]> {
  const asked: string[] = [];
  const refuse = (dialog: Dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  };
  page.on("dialog", refuse);
  await act();
  page.off("dialog", refuse);
  return asked;
}
