import { RetryAfterError } from "inngest";
import { vi } from "vitest";
import { drain } from "@/inngest/drain-inbox";
import { prepare } from "@/inngest/prepare-mailing";
import { refreshMailing } from "@/inngest/refresh-mailing";
import { retrySoftBounces } from "@/inngest/retry-soft-bounces";
import { sendChunk } from "@/inngest/send-chunk";
import { startScheduled } from "@/inngest/start-scheduled";
import { sweepLost } from "@/inngest/sweep-lost";
import { takeBackAskingJob } from "@/inngest/take-back-asking";
import { inngest } from "@/lib/events";
import { type Fate, mortal } from "@/tests/integration/life/mortal";

type Event = { name: string; data: Record<string, unknown>; id?: string };
type Handler = (context: object) => Promise<void>;
type Run = { handler: Handler; event: Event; memo: Map<string, unknown> };

const of = (job: unknown): Handler => (job as { fn: Handler }).fn;

const HEARS: Record<string, Handler> = {
  "mailing/requested": of(prepare),
  "mailing/chunk.ready": of(sendChunk),
  "mailing/cancelled": of(takeBackAskingJob),
  "mailing/refresh.requested": of(refreshMailing),
};

/** Jobs that run each minute. */
const CRONS = {
  drain: of(drain),
  retry: of(retrySoftBounces),
  start: of(startScheduled),
  sweep: of(sweepLost),
} as const;

/** A sleeping run is continued in the next minute. */
class Slept extends Error {}

/**
 * A job server: runs the jobs step by step, remembers the results of steps, and continues a failed run, or
 * forgets it.
 */
export class Jobs {
  waiting: Run[] = [];
  /** Takes no events. */
  down = false;
  #heard = new Set<string>();

  constructor() {
    vi.spyOn(inngest, "send").mockImplementation(async (events) => {
      if (this.down) throw new Error("down");
      this.hear([events].flat() as Event[]);
      return { ids: [] };
    });
  }

  forget(): void {
    this.waiting = [];
    this.#heard.clear();
    this.down = false;
  }

  hear(events: Event[]): void {
    for (const event of events) {
      const handler = HEARS[event.name];
      if (!handler || (event.id && this.#heard.has(event.id))) continue;
      if (event.id) this.#heard.add(event.id);
      this.waiting.push({ handler, event, memo: new Map() });
    }
  }

  /**
   * Continues one of the waiting runs.
   *
   * @param forgotten what becomes of it if it dies.
   */
  async takeUp(place: number, how: Parameters<typeof mortal>[0], forgotten: boolean): Promise<void> {
    const [run] = this.waiting.splice(place % Math.max(1, this.waiting.length), 1);
    if (!run) return;
    const ended = await this.#run(run, how);
    if (!ended && !forgotten) this.waiting.push(run);
  }

  /** The server has lost track of a run, and starts it a second time. */
  double(place: number): void {
    const run = this.waiting[place % Math.max(1, this.waiting.length)];
    if (run) this.waiting.push({ ...run, memo: new Map() });
  }

  async cron(name: keyof typeof CRONS, how: Parameters<typeof mortal>[0] = {}): Promise<void> {
    await this.#run({ handler: CRONS[name], event: { name: "cron", data: {} }, memo: new Map() }, how);
  }

  /** @returns false if it is to be taken up again. */
  async #run({ handler, event, memo }: Run, how: { fate?: Fate | undefined }): Promise<boolean> {
    const once = async (name: string, work: () => unknown) => {
      if (memo.has(name)) return memo.get(name);
      const answer = (await work()) ?? null;
      memo.set(name, JSON.parse(JSON.stringify(answer)));
      return memo.get(name);
    };
    const step = {
      run: once,
      sendEvent: (name: string, events: Event | Event[]) => once(name, () => this.hear([events].flat())),
      sleepUntil: () => {
        throw new Slept();
      },
    };
    let again = false;
    const fell = await mortal(how, async () => {
      try {
        await handler({ event: { ts: Date.now(), ...event }, step });
      } catch (error) {
        if (error instanceof Slept) return;
        again = true;
        const excused =
          error instanceof RetryAfterError ||
          (error instanceof Error && error.message === "the provider cannot be asked");
        if (!excused) throw error;
      }
    });
    return fell === "lived" ? !again : false;
  }
}
