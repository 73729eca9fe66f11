import { expect, test } from "vitest";
import { isLinkTarget, linkTarget } from "@/app/o/[office]/mailings/_compose/link-target";
import { reasonText } from "@/app/o/[office]/mailings/[id]/reason-text";
import { whenOf } from "@/app/o/[office]/mailings/[id]/when";
import { askedIn } from "@/app/o/[office]/mailings/confirm/address";
import { confirmHref } from "@/app/o/[office]/mailings/confirm/href";
import { isPastAsking, isWaiting, progressOf, refreshEvery } from "@/app/o/[office]/mailings/movement";
import { progressInWords } from "@/app/o/[office]/mailings/words";
import { completeCounts } from "@/lib/messages/families";
import { text } from "@/tests/support/texts";

const now = new Date("2026-10-12T18:00:00Z");
const mailing = (state: "draft" | "sending" | "sent" | "paused", counts: object, minutesAgo: number) => ({
  state,
  counts: completeCounts(counts),
  updatedAt: new Date(now.getTime() - minutesAgo * 60_000),
});

test("a page looks again quickly while things move, slowly while something is on its way, then not", () => {
  const every = (m: ReturnType<typeof mailing>, asking = false, held = false) =>
    refreshEvery(m, { asking, held, now });
  expect(every(mailing("draft", {}, 0))).toBeNull();
  expect(every(mailing("sending", { none: 5 }, 60))).toBe(2);
  expect(every(mailing("sending", { none: 5 }, 60), false, true)).toBe(30);
  expect(every(mailing("sending", { none: 5 }, 60), true, true)).toBe(2);
  expect(every(mailing("sent", { sent: 5 }, 1))).toBe(4);
  expect(every(mailing("sent", { sent: 5, soft_bounced: 1 }, 60))).toBe(30);
  expect(every(mailing("sent", { sent: 5 }, 60), true)).toBe(2);
  expect(every(mailing("sent", { sent: 5, bounced: 1 }, 60))).toBeNull();
  expect(every(mailing("paused", { sent: 5, none: 100 }, 60))).toBeNull();
  const days = (count: number) => count * 24 * 60;
  expect(every(mailing("sent", { sent: 5, unknown: 1, deferred: 1 }, days(6)))).toBe(30);
  expect(every(mailing("sent", { sent: 5, unknown: 1, deferred: 1 }, days(8)))).toBeNull();
  expect(every(mailing("sent", { sent: 5, soft_bounced: 1 }, days(8)))).toBe(30);
});

test("what was sent more than thirty days ago the provider cannot be asked about", () => {
  const sent = (days: number) => ({ requestedAt: new Date(now.getTime() - days * 24 * 60 * 60_000) });
  expect([29, 31].map((days) => isPastAsking(sent(days), now))).toEqual([false, true]);
  expect(isPastAsking({ requestedAt: null }, now)).toBe(false);
});

test("progress counts what has left, whatever became of it, and not what is never attempted", () => {
  const counts = completeCounts({ none: 6, queued: 1, sent: 10, bounced: 2, blocked: 1 });
  const { parts, ...numbers } = progressOf({ counts });
  expect(numbers).toEqual({ sent: 13, toSend: 19, blocked: 1, total: 20 });
  expect(parts.map(({ value }) => value)).toEqual([10, 1, 2, 1]);
  const said = (of: object) =>
    progressInWords(text, { state: "sent", scheduledAt: null, counts: completeCounts(of) }).label;
  expect(said({ sent: 143, blocked: 6 })).toBe("143 meddelanden, 6 blockerade");
  expect(said({ sent: 1 })).toBe("1 meddelande");
  expect(said({})).toBe("Inga mottagare");
});

test("of a draft the list tells that it was to have been sent", () => {
  const said = (scheduledAt: Date | null) =>
    progressInWords(text, { state: "draft", scheduledAt, counts: completeCounts({}) }).label;
  expect(said(null)).toBe("Inte skickat");
  expect(said(new Date("2026-10-12T15:00:00Z"))).toBe("Inte skickat: det gick inte att skicka i tid");
});

test("an instant to come is named by the office's days", () => {
  const where = {
    now: new Date("2026-10-12T20:30:00Z"),
    language: "sv" as const,
    timeZone: "Europe/Helsinki",
  };
  expect(whenOf(new Date("2026-10-12T20:59:00Z"), where)).toMatchObject({ key: "today", time: "23.59" });
  expect(whenOf(new Date("2026-10-13T03:00:00Z"), where)).toMatchObject({ key: "tomorrow", time: "06.00" });
  expect(whenOf(new Date("2026-10-14T21:30:00Z"), where).key).toBe("later");
});

test("when a message is tried next is told only where it is", () => {
  const told = (kind: "retry" | "expire", state: "sent" | "paused", hold: "suspended" | null = null) =>
    reasonText(
      text,
      {
        reason: { code: "mailbox_full" },
        attemptCount: 3,
        next: { kind, at: new Date("2026-10-13T03:00:00Z") },
      },
      {
        now,
        language: "sv",
        timeZone: "Europe/Helsinki",
        waiting: isWaiting({ state }, { hold: hold && { kind: hold, reason: "" } }),
      },
    );
  expect(told("retry", "sent")).toBe("e-postlådan är full · försök 3 av 8, nästa i morgon kl.\u00a006.00");
  const waits = "e-postlådan är full · försök 3 av 8, nästa väntar tills utskicket fortsätter";
  expect(told("retry", "paused")).toBe(waits);
  expect(told("retry", "sent", "suspended")).toBe(waits);
  expect(told("expire", "paused")).toBe(
    "e-postlådan är full · försök 3 av 8, avgörs i morgon kl.\u00a006.00",
  );
});

test("a link is understood as people write it, and leads only where mails may", () => {
  expect(linkTarget(" www.exempel.fi ")).toBe("https://www.exempel.fi");
  expect(linkTarget("http://exempel.fi/a?b=c")).toBe("http://exempel.fi/a?b=c");
  expect(linkTarget("anna@exempel.fi")).toBe("mailto:anna@exempel.fi");
  expect(linkTarget("mailto:anna@exempel.fi?subject=Höstmöte 2026")).toBe(
    "mailto:anna@exempel.fi?subject=Höstmöte%202026",
  );
  expect(linkTarget("https://exempel.fi/vår dag.pdf")).toBe("https://exempel.fi/vår%20dag.pdf");
  expect(linkTarget("+358 40 123 4567")).toBe("tel:+358401234567");
  for (const wrong of [
    "",
    "hej",
    "inte en länk",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://{{x}}.fi",
  ]) {
    expect(linkTarget(wrong), wrong).toBeNull();
  }
  expect(isLinkTarget("file:///etc/passwd")).toBe(false);
});

test("the address of a confirmation request is read as it was written, and never widened", () => {
  const id = "6f1c1f0e-7f53-4c4e-9c55-3f6a6f1f2a10";
  const href = new URL(confirmHref("byn", "again", { search: "vasa", ids: [id] }), "http://x");
  expect(askedIn(Object.fromEntries(href.searchParams))).toEqual({
    round: "again",
    audience: { search: "vasa", ids: [id] },
  });
  expect(askedIn({ round: "first", ids: "all" })).toBeNull();
  expect(askedIn({})).toEqual({ round: "first", audience: {} });
});
