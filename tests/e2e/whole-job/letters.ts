import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { ACTIONS, type Action } from "@/embedded/resend/outbox/words";
import type { Outbox, OutboxMail } from "@/tests/support/outbox";
import { text } from "@/tests/support/texts";

/** The mails to an address with this subject, when there are as many as wanted. */
export async function mailsTo(outbox: Outbox, to: string, subject: string, count = 1): Promise<OutboxMail[]> {
  await expect
    .poll(() => outbox.mails({ to, subject }), { timeout: 120_000, interval: 500 })
    .toHaveLength(count);
  return outbox.mails({ to, subject });
}

/** The address of the confirmation page in a mail. */
export function confirmationLink(mail: OutboxMail | undefined, url: string): string {
  const path = /\/c\/[\w.~-]+/.exec(mail?.text ?? "")?.[0];
  if (!path) throw new Error(`no link in the mail:\n${mail?.text}`);
  return url + path;
}

/** Finds the mail in the outbox as a person does, and follows the button in it: a new tab opens. */
export async function followButton(
  context: BrowserContext,
  outbox: Outbox,
  to: string,
  button: string,
): Promise<Page> {
  const reader = await context.newPage();
  await reader.goto(outbox.url);
  await reader.getByRole("searchbox").fill(to);
  await reader.getByRole("search").getByRole("button").click();
  await reader.getByRole("link").filter({ hasText: to }).first().click();
  const opened = context.waitForEvent("page");
  await reader.frameLocator("iframe").getByRole("link", { name: button }).click();
  const page = await opened;
  await page.waitForLoadState();
  await reader.close();
  return page;
}

/** Plays the receiver of a mail by the button on its page in the outbox. */
export async function play(page: Page, outbox: Outbox, mail: OutboxMail | undefined, action: Action) {
  await page.goto(`${outbox.url}/mail/${mail?.id}`);
  await page.getByRole("button", { name: ACTIONS[action].label }).click();
  await page.getByRole("status").waitFor();
  return page.getByRole("status").textContent();
}

/** A member opens the link, looks, comes back later, and presses the one button. */
export async function confirmByHand(page: Page, association: string, address: string): Promise<void> {
  await page.reload();
  const heading = page.getByRole("heading", { level: 1 });
  expect(await heading.textContent()).toContain(association);
  expect(await heading.textContent()).toContain(address);
  await page.getByRole("button", { name: text("confirmPage.button"), exact: true }).click();
  await page.getByRole("heading", { level: 1, name: text("confirmPage.confirmedNow.title") }).waitFor();
  await page.goto(page.url().split("?")[0] ?? "");
  await page.getByRole("heading", { level: 1, name: text("confirmPage.confirmed.title") }).waitFor();
}

/** "Det var inte jag", which is asked once more. */
export async function refuseByHand(page: Page, association: string): Promise<void> {
  await page.getByRole("link", { name: text("confirmPage.notMe") }).click();
  await page.getByRole("heading", { level: 1, name: text("confirmPage.refuse.title") }).waitFor();
  await page.getByRole("button", { name: text("confirmPage.refuse.button") }).click();
  await page
    .getByRole("heading", { level: 1, name: text("confirmPage.refused.title", { association }) })
    .waitFor();
}
