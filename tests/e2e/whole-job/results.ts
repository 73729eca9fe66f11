import type { Page } from "playwright-core";
import { anything, pattern, text } from "@/tests/support/texts";

type MessageStatus = keyof typeof import("@/messages/sv.json")["messageStatus"];

/** Events and jobs take their time on a busy machine, and the soft-bounce window is two minutes. */
const SETTLES_WITHIN = 300_000;

/** The recipient's row of a mailing's page, which moves by itself, comes to show this status. */
export async function expectRow(
  page: Page,
  recipient: string,
  status: MessageStatus,
  reason?: string,
): Promise<void> {
  const row = page.getByRole("row").filter({ hasText: recipient });
  await row
    .getByText(text(`messageStatus.${status}`), { exact: true })
    .first()
    .waitFor({ timeout: SETTLES_WITHIN });
  if (reason) await row.getByText(reason).first().waitFor({ timeout: SETTLES_WITHIN });
}

/** The mailing's page says that everything is handed over, without being reloaded. */
export async function expectSent(page: Page, toSend: number, blocked = 0): Promise<void> {
  await page.getByText(text("mailingState.sent"), { exact: true }).first().waitFor({
    timeout: SETTLES_WITHIN,
  });
  await page
    .getByText(text("mailings.progress.sent", { toSend, blocked }), { exact: true })
    .first()
    .waitFor();
}

/** What happened to a message, on its own page. */
export async function expectTimeline(page: Page, recipient: string, events: readonly string[]) {
  const here = page.url();
  await page.getByRole("row").filter({ hasText: recipient }).getByRole("link").click();
  const line = page.getByRole("list", { name: text("results.timeline.label") });
  for (const event of events) await line.getByText(event).first().waitFor({ timeout: SETTLES_WITHIN });
  await page.goto(here);
}

/**
 * "Uppdatera resultat" asks the provider in the background, and says how it went: it may be quicker
 * than the events that tell the same.
 */
export async function refreshResults(page: Page): Promise<void> {
  await page.getByRole("button", { name: text("results.refresh.button"), exact: true }).click();
  const said = [
    text("results.refresh.nothing", { date: anything }),
    ...[0, 1, 2].map((changed) => text("results.refresh.done", { date: anything, changed })),
  ];
  const any = said.map((words) => pattern(words).source.replace("2", "\\d+")).join("|");
  await page.getByText(new RegExp(any)).waitFor({ timeout: SETTLES_WITHIN });
}
