import { z } from "zod";

/** Faults that are played before a request is looked at: nothing is accepted. */
const REFUSALS = ["timeout", "reset", "not_json", "page", "quota", "outage"] as const;
/** Faults that are played after the request was carried out and committed. */
const AFTERMATHS = [
  "timeout_after_accept",
  "reset_after_accept",
  "reset_mid_answer",
  "500_after_accept",
  "fewer_ids",
  "slow",
] as const;

const kind = z.union([
  z.enum([...REFUSALS, ...AFTERMATHS]),
  z
    .union([z.string(), z.number().transform(String)])
    .pipe(z.templateLiteral([z.enum(["4", "5"]), z.string().regex(/^\d\d$/)])),
]);

export const faultOrder = z.strictObject({
  /** A name above, or a status code such as "500", which is answered without accepting. */
  kind,
  /** How many requests get it; one, unless `seconds` says otherwise. */
  count: z.number().int().min(1).optional(),
  /** For how long requests get it. */
  seconds: z.number().positive().optional(),
  /** Which requests: beginning of the path, method, (part of) a receiver's address. */
  match: z.strictObject({ path: z.string(), method: z.string(), to: z.string() }).partial().optional(),
  /** Milliseconds that a slow answer takes. */
  delayMs: z.number().min(0).max(60_000).default(2000),
});

export type FaultOrder = z.output<typeof faultOrder>;
export type Fault = { kind: FaultOrder["kind"]; delayMs: number };
export type FaultyRequest = { method: string; path: string; receivers: string[] };

type Ordered = FaultOrder & { left: number; until: number };

/** Whether a fault strikes before the request is carried out. */
export function isRefusal(fault: Fault): boolean {
  return !AFTERMATHS.some((aftermath) => aftermath === fault.kind);
}

/** Faults that have been requested and not all been played. They are lost with the process. */
export class Faults {
  private ordered: Ordered[] = [];

  order(order: FaultOrder, nowMs: number): void {
    const left = order.count ?? (order.seconds === undefined ? 1 : Number.POSITIVE_INFINITY);
    const until = order.seconds === undefined ? Number.POSITIVE_INFINITY : nowMs + order.seconds * 1000;
    this.ordered.push({ ...order, left, until });
  }

  clear(): void {
    this.ordered = [];
  }

  /** The pending faults, for a person or a test. */
  waiting(nowMs: number): { kind: string; left: number | null; match: FaultOrder["match"] }[] {
    this.forgetPlayed(nowMs);
    return this.ordered.map(({ kind, left, match }) => ({
      kind,
      left: Number.isFinite(left) ? left : null,
      match,
    }));
  }

  /** Takes the first fault that matches a request. */
  take(request: FaultyRequest, nowMs: number): Fault | undefined {
    this.forgetPlayed(nowMs);
    const fault = this.ordered.find(({ match }) => matches(match, request));
    if (!fault) return undefined;
    fault.left -= 1;
    return { kind: fault.kind, delayMs: fault.delayMs };
  }

  private forgetPlayed(nowMs: number): void {
    this.ordered = this.ordered.filter(({ left, until }) => left > 0 && nowMs < until);
  }
}

function matches(match: FaultOrder["match"], { method, path, receivers }: FaultyRequest): boolean {
  const to = match?.to?.toLowerCase();
  return (
    (match?.path === undefined || path.startsWith(match.path)) &&
    (match?.method === undefined || method === match.method.toUpperCase()) &&
    (to === undefined || receivers.some((receiver) => receiver.toLowerCase().includes(to)))
  );
}
