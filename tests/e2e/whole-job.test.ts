import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "@/embedded/postgres/free-port";
import { openBrowser, watchedContext } from "@/tests/support/browser";
import { type Installation, startInstallation, temporaryDataDir } from "@/tests/support/installation";
import { createOffice, demoLogins } from "@/tests/support/installed";
import { Outbox } from "@/tests/support/outbox";
import { pattern, text } from "@/tests/support/texts";
import {
  goBackByMistake,
  lookAs,
  pasteFromWord,
  scheduleAndTakeBack,
  send,
  testToMyself,
  tripOverUnknownTag,
  write,
} from "./whole-job/compose";
import {
  confirmationLink,
  confirmByHand,
  followButton,
  mailsTo,
  play,
  refuseByHand,
} from "./whole-job/letters";
import { ADDRESSES, CARDS, CONFIRM, CONFIRMED, REFUSES, REQUEST, WITHOUT_ADDRESS } from "./whole-job/people";
import {
  expectCard,
  importAgain,
  importList,
  logInByHand,
  meetOnOneCard,
  moveToNotes,
  saveWithoutNetwork,
} from "./whole-job/register";
import { expectRow, expectSent, expectTimeline, refreshResults } from "./whole-job/results";

const ASSOCIATION = "Strandens byaförening";
const SUBJECT = "Höstmötet 2026";
const REQUEST_SUBJECT = text("mail.confirmation.subject", { association: ASSOCIATION });

let installation: Installation;
let browser: Browser;
const { dataDir, remove } = temporaryDataDir();
let port: number;
beforeAll(async () => {
  port = await freePort();
  installation = await startInstallation({
    dataDir,
    port,
    env: { SOFT_BOUNCE_WINDOW: "90s", MAIL_DELAYED_MS: "3000", MAIL_WEBHOOK_DUPLICATES: "0.3" },
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await installation?.stop();
  remove();
});

it("does the whole job, from a member list to a settled mailing", { timeout: 900_000 }, async () => {
  const { context, complaints } = await watchedContext(browser, { baseURL: installation.url });
  const outbox = new Outbox(installation.outbox);
  const demo = demoLogins(dataDir);
  const { slug } = await createOffice({ dataDir, port }, ASSOCIATION, "kassor@stranden.example", [
    "--parent",
    "modellforbundet",
  ]);
  const page = await context.newPage();

  await page.goto("/");
  await logInByHand(page, demo);
  await page.getByRole("link", { name: ASSOCIATION }).click();
  await importList(page);
  await importAgain(page, slug);
  await meetOnOneCard(browser, page, slug);
  await saveWithoutNetwork(browser, page, slug);
  await expectCard(page, slug, "eva.ahlskog@example.org", "unconfirmed");

  await page.getByRole("link", { name: text("frame.mailings"), exact: true }).click();
  await page.getByRole("link", { name: text("mailings.ask"), exact: true }).click();
  await page.getByText(text("mailings.confirm.cardsFirst", { count: CARDS - WITHOUT_ADDRESS })).waitFor();
  await page
    .getByRole("button", { name: text("mailings.confirm.send", { count: ADDRESSES }), exact: true })
    .click();
  await page.waitForURL(/\/mailings\/[0-9a-f-]{36}$/);
  const request = page.url();
  await expectRow(page, "full+thea@resend.dev", "soft_bounced", text("reason.mailbox_full"));
  await expectSent(page, ADDRESSES);

  const button = text("mail.confirmation.button");
  const eva = await followButton(context, outbox, "eva.ahlskog@example.org", button);
  await expectCard(page, slug, "eva.ahlskog@example.org", "confirmation_requested");
  await confirmByHand(eva, ASSOCIATION, "eva.ahlskog@example.org");
  await eva.close();
  await expectCard(page, slug, "eva.ahlskog@example.org", "confirmed");
  const sven = await followButton(context, outbox, REFUSES, button);
  await refuseByHand(sven, ASSOCIATION);
  await sven.close();
  await expectCard(page, slug, REFUSES, "problem_unsubscribed");
  for (const address of CONFIRM) {
    const [mail] = await outbox.mails({ to: address, subject: REQUEST_SUBJECT });
    const link = confirmationLink(mail, installation.url);
    expect((await fetch(`${link}/confirm`, { method: "POST" })).status).toBe(200);
  }
  await expectCard(page, slug, "Öström, Åsa", "confirmed");

  await page.goto(request);
  for (const [address, { message }] of Object.entries(REQUEST)) {
    await expectRow(page, address, message);
  }
  await expectRow(page, "full+thea@resend.dev", "bounced", text("reason.expired"));
  await expectRow(page, "soft+1-sune@resend.dev", "sent");
  await expectTimeline(page, "soft+1-sune@resend.dev", [
    text("results.timeline.fact.soft_bounced"),
    text("results.timeline.handed_over", { attempt: 2 }),
    text("results.timeline.fact.delivered"),
  ]);
  await expectTimeline(page, "delayed+disa@resend.dev", [
    text("results.timeline.fact.deferred"),
    text("results.timeline.fact.delivered"),
  ]);

  for (const [address, { card }] of Object.entries(REQUEST)) await expectCard(page, slug, address, card);
  const problems = Object.keys(REQUEST).length + 1;
  const unconfirmed = CARDS - CONFIRMED - problems - WITHOUT_ADDRESS;

  await page.getByRole("link", { name: text("frame.mailings"), exact: true }).click();
  await page.getByRole("link", { name: text("mailings.new"), exact: true }).click();
  await pasteFromWord(page);
  await goBackByMistake(page);
  await write(page, SUBJECT);
  await tripOverUnknownTag(page, CONFIRMED);
  await lookAs(page, "Ahlskog, Eva", "Hej Eva i Vasa, kom i tid!");
  await lookAs(page, "Lokalbladet", "Hej vän i Vasa, kom i tid!");
  await testToMyself(page, demo.email);
  const testSubject = text("mail.mailing.testSubject", { subject: SUBJECT });
  const [test] = await mailsTo(outbox, demo.email, testSubject);
  expect(test?.text).toContain("Hej Eva i Vasa");
  expect(await outbox.mails({ subject: SUBJECT })).toHaveLength(0);
  await scheduleAndTakeBack(browser, page, SUBJECT);
  await send(page, SUBJECT, {
    cards: CARDS,
    confirmed: CONFIRMED,
    messages: CONFIRMED,
    unconfirmed,
    problem: problems,
    withoutAddress: WITHOUT_ADDRESS,
  });

  const mailing = page.url();
  await expectSent(page, CONFIRMED, problems);
  await expectRow(page, "Ahlskog", "sent", text("reason.delivered", { host: "example.org" }));
  await expectRow(page, "bounced+kaj@resend.dev", "blocked", text("reason.address_blocked"));
  const family = await mailsTo(outbox, "nils.ostrom@example.org", SUBJECT, 2);
  expect(family.map((mail) => /Hej (\S+) i/.exec(mail.text)?.[1]).sort()).toEqual(["Nils", "Åsa"]);
  expect(family[0]?.headers).toMatchObject({ "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });

  const receiver = await context.newPage();
  const [toKurt] = await mailsTo(outbox, "manual+kurt@resend.dev", SUBJECT);
  const [toBerta] = await mailsTo(outbox, "berta.bjork@example.org", SUBJECT);
  const [toSiv] = await mailsTo(outbox, "siv.fagernas@example.org", SUBJECT);
  const [toLisa] = await mailsTo(outbox, "lisa.sundman@example.org", SUBJECT);
  await refreshResults(page);
  await play(receiver, outbox, toKurt, "soft-bounce");
  const [, retry] = await mailsTo(outbox, "manual+kurt@resend.dev", SUBJECT, 2);
  expect({ ...retry, ...sameForAll }).toEqual({ ...toKurt, ...sameForAll });
  await play(receiver, outbox, retry, "deliver");
  await play(receiver, outbox, toBerta, "bounce");
  await play(receiver, outbox, toSiv, "complain");
  expect(await play(receiver, outbox, toLisa, "unsubscribe")).toContain("200");
  await expectRow(page, "Manner", "sent", text("reason.delivered", { host: "resend.dev" }));
  await expectRow(page, "Björk", "bounced");
  await expectRow(page, "Fagernäs", "spam");
  await expectRow(page, "Sundman", "unsubscribed", text("reason.unsubscribed"));
  await expectCard(page, slug, "lisa.sundman@example.org", "problem_unsubscribed");
  await expectCard(page, slug, "siv.fagernas@example.org", "problem_spam");
  await expectCard(page, slug, "berta.bjork@example.org", "problem_bounced");
  await moveToNotes(page, slug, "berta.bjork@example.org");

  await page.goto(mailing);
  await page
    .getByText(pattern(text("results.skipped.both", { unconfirmed, withoutAddress: WITHOUT_ADDRESS })))
    .waitFor();
  expect(complaints).toEqual([]);
});

/** What two sends of one message may differ in. */
const sameForAll = { id: "", seq: "", created_at: "", last_event: "", headers: {} };
