import { beforeEach, expect, test, vi } from "vitest";
import { drain } from "@/inngest/drain-inbox";
import { prepare } from "@/inngest/prepare-mailing";
import { refreshMailing } from "@/inngest/refresh-mailing";
import { retrySoftBounces } from "@/inngest/retry-soft-bounces";
import { sendChunk } from "@/inngest/send-chunk";
import { sweepLost } from "@/inngest/sweep-lost";
import { watchRatesJob } from "@/inngest/watch-rates";
import { reconcileNext } from "@/lib/messages/reconcile";
import { BEGINNING, refreshNext } from "@/lib/messages/refresh";
import { MAILINGS_AT_ONCE, mailingsToRetry } from "@/lib/messages/retry";

vi.mock("@/lib/messages/reconcile", () => ({ reconcileNext: vi.fn() }));
vi.mock("@/lib/messages/refresh", async (original) => ({
  ...(await original<object>()),
  refreshNext: vi.fn(),
}));
vi.mock("@/lib/messages/retry", async (original) => ({
  ...(await original<object>()),
  mailingsToRetry: vi.fn(),
}));

/** The job server accepts no more steps in a run. */
const MOST_STEPS = 1000;

const ids = { officeId: crypto.randomUUID(), mailingId: crypto.randomUUID() };

type Handler = (context: object) => Promise<void>;
type Event = { name: string; data: object; id?: string };

let steps: string[] = [];
let sent: Event[][] = [];
/** When the event that began the run was. */
let ts = 0;
beforeEach(() => {
  ts = Date.now();
  steps = [];
  sent = [];
});

/** Runs a job whose steps give what is said here, and do nothing. */
async function run(
  job: object,
  answer: (step: string, work: () => unknown) => unknown,
  data: object = {},
): Promise<string[]> {
  const { fn } = job as { fn: Handler };
  const step = {
    run: async (name: string, work: () => unknown) => {
      steps.push(name);
      return answer(name, work);
    },
    sendEvent: async (name: string, events: Event | Event[]) => {
      steps.push(name);
      sent.push([events].flat());
    },
    sleepUntil: async (name: string) => {
      steps.push(name);
    },
  };
  await fn({ event: { data, ts }, step });
  return steps;
}

test("the inbox is emptied, and a mail that came back in any turn is told of once", async () => {
  const turns = [
    { taken: 1000, softBounced: false },
    { taken: 1000, softBounced: true },
    { taken: 999, softBounced: false },
  ];
  const drained = () => turns.shift();
  expect(await run(drain, drained)).toEqual(["drain-1", "drain-2", "drain-3", "announce-soft-bounces"]);
});

test("that nothing came back is not told of", async () => {
  expect(await run(drain, () => ({ taken: 0, softBounced: false }))).toEqual(["drain-1"]);
});

test.each([
  ["an inbox that does not get empty", drain, { taken: 1000, softBounced: true }],
  ["a chunk that does not get empty", sendChunk, false],
  ["a look-up that goes on and on", sweepLost, true],
])("%s ends a run before the job server does", async (_, job, answer) => {
  await run(job, (name) => (name === "find-standing-still" ? [] : answer), { ...ids, chunk: 0 });
  expect(steps.length).toBeGreaterThan(10);
  expect(steps.length).toBeLessThan(MOST_STEPS);
});

test("each thousand recipients are announced, in as many calls as the job server needs", async () => {
  await run(prepare, () => 4_000_001, ids);
  expect(steps).toEqual(["freeze", "announce-0", "announce-4000"]);
  expect(sent.map((events) => events.length)).toEqual([4000, 1]);
  const [first, ...others] = sent.flat();
  expect(first).toMatchObject({ name: "mailing/chunk.ready", data: { ...ids, chunk: 0 } });
  expect(others.at(-1)).toMatchObject({ data: { ...ids, chunk: 4000 } });
  expect(new Set(sent.flat().map(({ id }) => id)).size).toBe(4001);
});

test("a mailing without recipients is done at once", async () => {
  expect(await run(prepare, () => 0, ids)).toEqual(["freeze", "complete"]);
});

test("a chunk of which nothing waits any more may have been the last one", async () => {
  const empty = [false, true];
  await run(sendChunk, (name) => name === "complete" || empty.shift(), { ...ids, chunk: 0 });
  expect(steps).toEqual(["send-1", "send-2", "complete"]);
});

test("look-ups end when none waits, and what is left is tidied up", async () => {
  const waits = [true, false];
  await run(sweepLost, (name) => {
    if (name === "find-standing-still") return [ids];
    return name.startsWith("reconcile") && waits.shift();
  });
  const found = ["dispatch-outbox", "find-standing-still", `complete-${ids.mailingId}`];
  expect(steps).toEqual([...found, "reconcile-1", "reconcile-2", "tidy-up"]);
});

test("look-ups that take long keep the next minute's run waiting for a minute at most", async () => {
  vi.useFakeTimers();
  try {
    ts = Date.now();
    vi.mocked(reconcileNext).mockImplementation(async () => {
      vi.setSystemTime(Date.now() + 30_000);
      return true;
    });
    await run(sweepLost, (name, work) => {
      if (name === "find-standing-still") return [];
      return name.startsWith("reconcile") && work();
    });
    const found = ["dispatch-outbox", "find-standing-still"];
    expect(steps).toEqual([...found, "reconcile-1", "reconcile-2", "tidy-up"]);
  } finally {
    vi.useRealTimers();
  }
});

test("results that one run cannot ask for are asked for by others, each from where the last one ended", async () => {
  const asked: number[] = [];
  vi.mocked(refreshNext).mockImplementation(async (_office, _mailing, _refresh, { position, number }) => {
    asked.push(position);
    return asked.length < 2 * MOST_STEPS ? { position: position + 1, number } : null;
  });
  const work = (_: string, ask: () => unknown) => ask();
  let data: object | undefined = { ...ids, refreshId: crypto.randomUUID() };
  const told = new Set<string | undefined>();
  while (data) {
    steps = [];
    sent = [];
    await run(refreshMailing, work, data);
    expect(steps.length).toBeLessThan(MOST_STEPS);
    const next: Event | undefined = sent.flat()[0];
    if (next) expect(told).not.toContain(next.id);
    told.add(next?.id);
    data = next?.data;
  }
  expect(asked).toEqual(Array.from({ length: 2 * MOST_STEPS }, (_, n) => BEGINNING.position + n));
});

test("what is found about rates is told at once", async () => {
  expect(await run(watchRatesJob, () => undefined)).toEqual(["watch", "tell"]);
});

/** What a run of the retries finds in each of its rounds: whether a mailing has been tried, and what else there is. */
function retries({ done = true, rounds = 0, over = 0, next = null as number | null }) {
  return run(retrySoftBounces, (name) => {
    const round = Number(/\d+/.exec(name)?.[0]);
    if (name.startsWith("find-due")) return round <= rounds ? [{ ...ids, cancelled: false }] : [];
    if (name.startsWith("retry")) return done;
    if (name.startsWith("expire")) return round === 1 ? over : 0;
    return next === null || round > 1 ? null : new Date(Date.now() + next).toISOString();
  });
}

test("a mailing is tried again as long as something of it is due", async () => {
  expect(await retries({ rounds: 2 })).toEqual([
    "find-due-1",
    `retry-1-${ids.mailingId}`,
    "expire-1",
    "find-due-2",
    `retry-2-${ids.mailingId}`,
    "expire-2",
    "find-due-3",
    "expire-3",
    "next-3",
  ]);
});

test("a mailing whose turn comes later is left to another run", async () => {
  vi.mocked(mailingsToRetry).mockImplementation(async (later = []) =>
    later.includes(ids.mailingId) ? [] : [{ ...ids, cancelled: false }],
  );
  await run(retrySoftBounces, (name, work) => (name.startsWith("find-due") ? work() : null));
  expect(steps).toEqual([
    "find-due-1",
    `retry-1-${ids.mailingId}`,
    "expire-1",
    "find-due-2",
    "expire-2",
    "next-2",
  ]);
});

test("messages in the end of their windows are looked at until none is left", async () => {
  expect(await retries({ over: 20 })).toEqual(["find-due-1", "expire-1", "find-due-2", "expire-2", "next-2"]);
});

test.each([
  [0, 60_000],
  [0, 60_001],
  [50_000, 10_000],
  [50_000, 10_001],
])(
  "of a run that begins %i ms after its minute, what falls due in %i ms is waited for only within the minute",
  async (late, next) => {
    vi.useFakeTimers();
    try {
      ts = Date.now() - late;
      const waited = await retries({ next });
      expect(waited.includes("until-due-1")).toBe(late + next <= 60_000);
    } finally {
      vi.useRealTimers();
    }
  },
);

test("retries without an end, of as many mailings as can be, leave the run in time", async () => {
  const due = Array.from({ length: MAILINGS_AT_ONCE }, () => ({ ...ids, mailingId: crypto.randomUUID() }));
  await run(retrySoftBounces, (name) => (name.startsWith("find-due") ? due : true));
  expect(steps.length).toBeGreaterThan(MAILINGS_AT_ONCE);
  expect(steps.length).toBeLessThan(MOST_STEPS);
});
