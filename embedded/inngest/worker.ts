import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { AppHealth } from "./app-health";
import { Claimer, type Job } from "./claim";
import { fireCrons } from "./cron";
import { type App, dispatch } from "./dispatch";
import { freeJobs, type Instance } from "./instance";
import { log } from "./log";
import type { Registry } from "./registry";
import { deleteExpired } from "./retention";
import { applyOutcome, wakeSleepers } from "./run";
import type { Database } from "./sql";

/** Calls under way at once. */
const places = 32;
/** Milliseconds: leases last three times as long. */
const heartbeat = 5_000;
const batch = 8;
const retention = 600_000;

/** Claims due jobs and calls the app for them, until it is stopped. */
export class Worker {
  private readonly claimer: Claimer;
  private readonly calls = new Map<string, Promise<void>>();
  private readonly abort = new AbortController();
  private stopping = false;
  private wakeUp: (() => void) | null = null;
  private isWoken = false;
  private readonly appHealth = new AppHealth();
  /** When the next cron or sleep may be due, in milliseconds since 1970. */
  private timersAt = 0;
  private loop: Promise<void> = Promise.resolve();
  private timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly sql: Database,
    private readonly registry: Registry,
    private readonly instance: Instance,
    private readonly app: App,
    /** Called when the app could not be reached: it may come back as another version. */
    private readonly onOutage: () => void,
  ) {
    setMaxListeners(places, this.abort.signal);
    this.claimer = new Claimer(sql, registry, instance.id, (places * 3) / 4);
  }

  start(): void {
    this.loop = this.run();
    const often = () => this.instance.keep().then(() => this.wake(true));
    this.timers = [
      setInterval(() => void often().catch(logError("renew the lease")), heartbeat),
      setInterval(() => void deleteExpired(this.sql).catch(logError("delete what is old")), retention),
    ];
  }

  get running(): number {
    return this.calls.size;
  }

  /** Called when the app has answered a sync: it can be reached, and may have other functions. */
  synced(): void {
    this.appHealth.succeeded();
    this.wake(true);
  }

  /**
   * Called when there may be something to do.
   *
   * @param timers also a cron or sleep that is due earlier than the known ones.
   */
  wake(timers = false): void {
    if (timers) this.timersAt = 0;
    this.isWoken = true;
    this.wakeUp?.();
  }

  /**
   * Claims nothing more, waits for calls under way, then aborts them and leaves their jobs to the next
   * server.
   *
   * @param patience milliseconds
   */
  async stop(patience: number): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearInterval(timer);
    this.wake();
    await this.loop;
    const timer = setTimeout(() => this.abort.abort(), patience);
    await Promise.all(this.calls.values());
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.isWoken = false;
      let wait = heartbeat;
      try {
        wait = await this.takeDue();
      } catch (error) {
        logError("take jobs")(error);
        this.timersAt = 0;
        await pause(1_000);
      }
      if (!this.isWoken && wait > 0) await this.sleep(wait);
    }
  }

  /** @returns milliseconds until there is something to do again. */
  private async takeDue(): Promise<number> {
    if (Date.now() >= this.timersAt) await this.fireTimers();
    // Under load a few places are filled at a time, because a claim costs the same for one job as for eight.
    if (this.calls.size > places - batch) await pause(10);
    const free = Math.min(places - this.calls.size, this.appHealth.allowance());
    const { jobs, wait } = free > 0 ? await this.claimer.claim(free) : { jobs: [], wait: null };
    for (const job of jobs) this.take(job);
    if (jobs.length > 0 && jobs.length < free) return 0;
    return Math.min(wait ?? heartbeat, this.timersAt - Date.now(), this.appHealth.quiet() || heartbeat);
  }

  /** Handles crons and sleeps when the next one is due, or when there may be an earlier one. */
  private async fireTimers(): Promise<void> {
    this.timersAt = Number.POSITIVE_INFINITY;
    // Releases jobs that have our number but that we know nothing of: the answer to a claim was lost, or an
    // outcome could not be recorded.
    await freeJobs(this.sql, this.instance.id, [...this.calls.keys()]);
    const waits = await Promise.all([fireCrons(this.sql, this.registry), wakeSleepers(this.sql)]);
    const next = Math.min(...waits.filter((wait) => wait !== null), heartbeat);
    this.timersAt = Math.min(this.timersAt, Date.now() + next);
  }

  private take(job: Job): void {
    const call = this.perform(job)
      .catch(logError(`finish a call for run ${job.runId}`))
      .finally(() => {
        this.calls.delete(job.id);
        this.wake();
      });
    this.calls.set(job.id, call);
  }

  private async perform(job: Job): Promise<void> {
    const outcome = await dispatch(this.sql, this.app, job, this.abort.signal);
    if (this.abort.signal.aborted && outcome.kind === "outage") return;
    if (outcome.kind === "outage") {
      if (this.appHealth.isUp) log(`the app is away, calls wait for it: ${outcome.reason}`);
      this.appHealth.failed();
      this.onOutage();
    } else {
      this.appHealth.succeeded();
    }
    // The app's work must not be lost because the database cannot be reached for a moment.
    for (let failures = 0; ; failures++) {
      try {
        await applyOutcome(this.sql, this.registry, job, outcome);
        if (outcome.kind === "progress" && outcome.sleeps.length > 0) this.timersAt = 0;
        return;
      } catch (error) {
        if (this.stopping || failures === 60) throw error;
        logError(`write down a call for run ${job.runId}`)(error);
        await pause(Math.min(100 * 2 ** failures, 5_000));
      }
    }
  }

  private sleep(wait: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.wakeUp = null;
        resolve();
      };
      const timer = setTimeout(done, Math.min(wait, heartbeat));
      this.wakeUp = done;
    });
  }
}

function logError(what: string): (error: unknown) => void {
  return (error) => log(`could not ${what}: ${error instanceof Error ? error.message : String(error)}`);
}
