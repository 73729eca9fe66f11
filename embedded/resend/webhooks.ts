import { createHmac } from "node:crypto";
import { setMaxListeners } from "node:events";
import http from "node:http";
import https from "node:https";
import type postgres from "postgres";
import { webhookPayload } from "./events";
import { type Attempt, type DueEvent, dueEvents, recordAttempts } from "./store/events";

const CONNECTIONS = 48;
const ON_THEIR_WAY = 800;
const ANSWER_WITHIN_MS = 15_000;
const IDLE_MS = 100;
const RECORD_EVERY_MS = 20;
const GIVE_UP_AFTER_MS = 27 * 3600 * 1000;
const LONGEST_WAIT_MS = 300_000;

export type WebhookOptions = { url: string; secret: string; duplicates: number; shuffleMs: number };

/** `v1,` and the HMAC-SHA256 of a webhook, as svix signs. */
export function sign(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/**
 * How long to wait after a failed attempt: a second at first, doubling, five minutes at most.
 *
 * @param attempts failed attempts so far, from 1
 * @param ageMs how long ago the event happened
 * @returns milliseconds, or null after 27 hours: then nobody tries any more
 */
export function retryAfter(attempts: number, ageMs: number): number | null {
  if (ageMs >= GIVE_UP_AFTER_MS) return null;
  return Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (attempts - 1));
}

/**
 * Delivers due events from the database to the webhook's URL, many at a time, until stopped. The table is the
 * queue: what was not recorded as delivered before a crash is delivered (again) after it.
 */
export class Webhooks {
  private readonly onTheirWay = new Set<string>();
  private recorded: Attempt[] = [];
  private readonly stopping = new AbortController();
  private readonly agent: http.Agent;
  private readonly work: Promise<unknown>;

  constructor(
    private readonly sql: postgres.Sql,
    private readonly options: WebhookOptions,
    private readonly log: (line: string) => void,
  ) {
    const agentOptions = { keepAlive: true, maxSockets: CONNECTIONS };
    setMaxListeners(0, this.stopping.signal);
    this.agent = options.url.startsWith("https:")
      ? new https.Agent(agentOptions)
      : new http.Agent(agentOptions);
    this.work = Promise.all([this.deliverAll(), this.recordAll()]);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.work;
    this.agent.destroy();
  }

  private get running(): boolean {
    return !this.stopping.signal.aborted;
  }

  private async deliverAll(): Promise<void> {
    while (this.running) {
      const room = ON_THEIR_WAY - this.onTheirWay.size;
      const events = room < ON_THEIR_WAY / 4 ? [] : await this.claim(room);
      for (const event of events) {
        this.onTheirWay.add(event.seq);
        void this.deliver(event);
      }
      await pause(events.length > 0 || room < ON_THEIR_WAY ? RECORD_EVERY_MS : IDLE_MS);
    }
  }

  private async claim(limit: number): Promise<DueEvent[]> {
    try {
      return await dueEvents(this.sql, [...this.onTheirWay], limit);
    } catch (cause) {
      this.log(`The webhook queue cannot be read: ${String(cause)}`);
      await pause(1000);
      return [];
    }
  }

  private async deliver(event: DueEvent): Promise<void> {
    const answer = await this.post(event).catch((cause: Error) => cause.message);
    if (typeof answer === "string" && !this.running) {
      this.onTheirWay.delete(event.seq);
      return;
    }
    const delivered = typeof answer === "number" && answer >= 200 && answer < 300;
    const twice = delivered && event.delivered_at === null && Math.random() < this.options.duplicates;
    const failedFor = Date.now() - event.happens_at.getTime();
    this.recorded.push({
      seq: event.seq,
      delivered,
      answer: String(answer),
      againAfterMs: delivered
        ? twice
          ? Math.random() * (this.options.shuffleMs || 1000)
          : null
        : retryAfter(event.attempts + 1, failedFor),
    });
  }

  private post(event: DueEvent): Promise<number> {
    const body = webhookPayload(event);
    const id = `msg_${event.webhook_id.replaceAll("-", "")}`;
    const timestamp = Math.floor(Date.now() / 1000);
    return new Promise((resolve, reject) => {
      const request = (this.agent instanceof https.Agent ? https : http).request(this.options.url, {
        method: "POST",
        agent: this.agent,
        timeout: ANSWER_WITHIN_MS,
        signal: this.stopping.signal,
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "user-agent": "Svix-Webhooks/1.0",
          "svix-id": id,
          "svix-timestamp": timestamp,
          "svix-signature": sign(this.options.secret, id, timestamp, body),
        },
      });
      request.once("response", (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode ?? 0));
        response.once("error", reject);
      });
      request.once("timeout", () =>
        request.destroy(new Error(`No answer within ${ANSWER_WITHIN_MS / 1000} s`)),
      );
      request.once("error", reject);
      request.end(body);
    });
  }

  private async recordAll(): Promise<void> {
    while (this.running || this.recorded.length > 0 || this.onTheirWay.size > 0) {
      await pause(RECORD_EVERY_MS);
      const attempts = this.recorded;
      if (attempts.length === 0) continue;
      this.recorded = [];
      try {
        await recordAttempts(this.sql, attempts);
      } catch (cause) {
        this.log(`Delivered webhooks could not be recorded, they will come again: ${String(cause)}`);
      }
      for (const { seq } of attempts) this.onTheirWay.delete(seq);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
