import { providerEvents } from "@/lib/db/schema/traffic";
import { asSystem } from "@/lib/db/tenant";
import { inboxFilled, inngest } from "@/lib/events";
import { log } from "@/lib/log";

export type ReceivedEvent = {
  /** `svix-id`: the same when the provider repeats itself. */
  eventId: string;
  type: string;
  payload: unknown;
};

type Waiting = { event: ReceivedEvent; stored: () => void; failed: (error: unknown) => void };

let waiting: Waiting[] = [];
let writing = false;
let lastWake = Number.NEGATIVE_INFINITY;
let wakeTimer: NodeJS.Timeout | undefined;

const AT_ONCE = 500;
const WAKE_EVERY_MS = 1000;

/**
 * Stores an event; resolves after the commit. Events that arrive during a write are written together by the
 * next one, so that a flood of them costs few transactions.
 */
export function storeEvent(event: ReceivedEvent): Promise<void> {
  return new Promise((stored, failed) => {
    waiting.push({ event, stored, failed });
    if (!writing) void writeWaiting();
  });
}

async function writeWaiting(): Promise<void> {
  writing = true;
  while (waiting.length > 0) {
    const group = waiting.slice(0, AT_ONCE);
    waiting = waiting.slice(AT_ONCE);
    try {
      await asSystem((tx) =>
        tx
          .insert(providerEvents)
          .values(group.map(({ event }) => event))
          .onConflictDoNothing(),
      );
      for (const { stored } of group) stored();
      wakeSoon();
    } catch (error) {
      for (const { failed } of group) failed(error);
    }
  }
  writing = false;
}

/** Wakes the job server at most once a second; if a wake is lost, the job runs each minute anyway. */
function wakeSoon(): void {
  if (wakeTimer) return;
  const wait = Math.max(0, lastWake + WAKE_EVERY_MS - performance.now());
  wakeTimer = setTimeout(() => {
    wakeTimer = undefined;
    lastWake = performance.now();
    inngest.send(inboxFilled.create({})).catch((error: unknown) => {
      log().warn(
        { err: error },
        "the job server was not woken; the next minute's drain will find the events",
      );
    });
  }, wait);
}
