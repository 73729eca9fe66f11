import { expect, test } from "vitest";
import { csvLine } from "@/lib/messages/csv";
import { MESSAGE_STATUSES } from "@/lib/messages/facts";
import { completeCounts, countFamilies, presentStatuses } from "@/lib/messages/families";
import { shownReason } from "@/lib/messages/shown-reason";
import { timelineOf } from "@/lib/messages/timeline";

test("every status belongs to a family, and families add up to all messages", () => {
  const counts = completeCounts({ sent: 5, opened: 1, bounced: 2, blocked: 3, none: 4 });
  expect(countFamilies(counts)).toEqual({ arrived: 6, under_way: 4, failed: 2, declined: 3 });
  expect(presentStatuses(counts)).toEqual(["none", "sent", "opened", "bounced", "blocked"]);
  for (const status of MESSAGE_STATUSES) {
    const families = countFamilies(completeCounts({ [status]: 1 }));
    expect(Object.values(families).toSorted(), status).toEqual([0, 0, 0, 1]);
  }
});

test("a cell that looks like a formula is defused, one with a separator is quoted", () => {
  expect(csvLine(["Ek; Anna", "=1+1", "@sum", "-5", " +1", 'sade "hej"', "a\nb", "vanlig"])).toBe(
    `"Ek; Anna";'=1+1;'@sum;'-5;' +1;"sade ""hej""";"a\nb";vanlig\r\n`,
  );
});

test("a formula is defused also where programs of other countries would begin a cell", () => {
  expect(csvLine(["＝1+1", "Ek,＋1"])).toBe("'＝1+1;Ek,'＋1\r\n");
  expect(csvLine(["Ek,=1+1", 'Ek", "=1', "Ek\t@sum", "1, 2 - 3"])).toBe(
    `Ek,'=1+1;"Ek"", ""'=1";Ek\t'@sum;1, 2 - 3\r\n`,
  );
});

test("of a blocked message only is told that it is blocked", () => {
  expect(shownReason("blocked", { code: "complaint", detail: "x" })).toEqual({ code: "address_blocked" });
  expect(shownReason("bounced", { code: "mailbox_full", host: "a.fi" })).toEqual({
    code: "mailbox_full",
    host: "a.fi",
  });
  expect(shownReason("bounced", { code: "from a later version" })).toBeNull();
});

const at = (hour: number) => new Date(Date.UTC(2026, 9, 12, hour));

test("a time line is in the order of what happened, what is to come last", () => {
  const entries = timelineOf({
    createdAt: at(1),
    blockedFromStart: false,
    stopped: null,
    stoppedAt: null,
    windowStartedAt: at(3),
    nextAttemptAt: at(4),
    expiredAt: null,
    windowSeconds: 5 * 86400,
    attempts: [{ number: 1, createdAt: at(2), acceptedAt: at(2) }],
    facts: [
      { attempt: 1, fact: "soft_bounced", source: "event", reason: null, occurredAt: at(3) },
      { attempt: 1, fact: "sent", source: "event", reason: null, occurredAt: at(2) },
    ],
  });
  expect(entries.map((entry) => entry.kind)).toEqual([
    "prepared",
    "handed_over",
    "accepted",
    "learnt",
    "window_opened",
    "retry_due",
    "window_closes",
  ]);
  expect(entries.find((entry) => entry.kind === "retry_due")).toMatchObject({ attempt: 2 });
});

test("each attempt was accepted before what is told of it, also if its answer was late", () => {
  const entries = timelineOf({
    createdAt: at(1),
    blockedFromStart: false,
    stopped: null,
    stoppedAt: null,
    windowStartedAt: null,
    nextAttemptAt: null,
    expiredAt: null,
    windowSeconds: 5 * 86400,
    attempts: [
      { number: 1, createdAt: at(2), acceptedAt: at(4) },
      { number: 2, createdAt: at(5), acceptedAt: at(6) },
    ],
    facts: [
      { attempt: 1, fact: "soft_bounced", source: "event", reason: null, occurredAt: at(3) },
      { attempt: 2, fact: "delivered", source: "event", reason: null, occurredAt: at(7) },
    ],
  });
  expect(entries.filter(({ kind }) => kind === "accepted")).toEqual([
    { kind: "accepted", attempt: 1, at: at(3) },
    { kind: "accepted", attempt: 2, at: at(6) },
  ]);
  expect(entries.map(({ kind }) => kind).slice(-2)).toEqual(["accepted", "learnt"]);
});

test("a look-up that cannot tell why says nothing of an attempt whose cause was known by then", () => {
  const soft = {
    attempt: 1,
    fact: "soft_bounced",
    source: "event",
    reason: null,
    occurredAt: at(3),
  } as const;
  const asked = {
    attempt: 1,
    fact: "unexplained",
    source: "lookup",
    reason: null,
    occurredAt: at(4),
  } as const;
  const learnt = (facts: Parameters<typeof timelineOf>[0]["facts"]) =>
    timelineOf({
      createdAt: at(1),
      blockedFromStart: false,
      stopped: null,
      stoppedAt: null,
      windowStartedAt: at(3),
      nextAttemptAt: null,
      expiredAt: null,
      windowSeconds: 5 * 86400,
      attempts: [
        { number: 1, createdAt: at(2), acceptedAt: at(2) },
        { number: 2, createdAt: at(3), acceptedAt: at(3) },
      ],
      facts,
    }).flatMap((entry) => (entry.kind === "learnt" ? [`${entry.attempt} ${entry.fact}`] : []));
  expect(learnt([soft, asked])).toEqual(["1 soft_bounced"]);
  expect(learnt([asked, soft])).toEqual(["1 soft_bounced"]);
  expect(learnt([{ ...asked, occurredAt: at(2) }, soft])).toEqual(["1 unexplained", "1 soft_bounced"]);
  expect(learnt([soft, { ...asked, attempt: 2 }])).toEqual(["1 soft_bounced", "2 unexplained"]);
});

test("a message that was never tried says so, a stopped one why", () => {
  const never = {
    createdAt: at(1),
    blockedFromStart: true,
    stopped: null,
    stoppedAt: null,
    windowStartedAt: null,
    nextAttemptAt: null,
    expiredAt: null,
    windowSeconds: 60,
    attempts: [],
    facts: [],
  };
  expect(timelineOf(never)).toEqual([{ kind: "not_attempted", at: at(1) }]);
  const stopped = { ...never, blockedFromStart: false, stopped: "changed" as const, stoppedAt: at(2) };
  expect(timelineOf(stopped).at(-1)).toEqual({
    kind: "stopped",
    at: at(2),
    why: "changed",
    attempted: false,
  });
});
