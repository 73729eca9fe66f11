import { z } from "zod";
import type { AppAnswer } from "./app";
import { dueAfter } from "./duration";

export type StepError = { name: string; message: string; stack?: string };
/** The state of a step, in the form in which the SDK reads it back. */
export type StepValue = { type: "data"; data: unknown } | { type: "error"; error: StepError };
export type StepResult = { hash: string; value: StepValue };

/** The outcome of a call to the app. Times are milliseconds since 1970. */
export type Outcome =
  | {
      kind: "progress";
      results: StepResult[];
      planned: string[];
      sleeps: { hash: string; until: number }[];
      failedStep: { hash: string; error: StepError; retryAt: number | null } | null;
    }
  | { kind: "completed"; results: StepResult[]; output: unknown }
  | { kind: "retry"; error: StepError; retryAt: number | null }
  | { kind: "failed"; error: StepError }
  /** Not the function's fault: the app could not be reached, or something else answered. */
  | { kind: "outage"; reason: string };

const stepError = z
  .looseObject({
    name: z.string().catch("Error"),
    message: z.string().catch("Unknown error"),
    stack: z.string().optional().catch(undefined),
  })
  .catch({ name: "Error", message: "Unknown error" })
  .transform(({ __serialized, ...error }) => error);
const operation = z.looseObject({
  op: z.string(),
  id: z.string(),
  name: z.string().optional(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.looseObject({ parallelMode: z.unknown().optional() }).nullish(),
});
type Operation = z.infer<typeof operation>;

const maxStepBytes = 4 * 1024 * 1024;

/**
 * Reads the steps that the app reports in the middle of a call.
 *
 * @returns null for what is unreadable or too large: the app then puts it into the answer to the call.
 */
export function readResults(reported: unknown): StepResult[] | null {
  const operations = z.array(operation).safeParse(reported);
  if (!operations.success || operations.data.some(isTooLarge)) return null;
  return operations.data.flatMap(resultOf);
}

/**
 * Reads the app's answer to a call.
 *
 * @param now milliseconds, for sleeps and `retry-after`.
 */
export function readAnswer(answer: AppAnswer, now: number): Outcome {
  if (!answer.reached) return { kind: "outage", reason: answer.reason };
  const body = readJson(answer.body);
  if (!answer.signed && !isInternalError(body)) {
    return { kind: "outage", reason: `the app answers ${answer.status}: ${answer.body.slice(0, 200)}` };
  }
  const retryAt = readRetryAfter(answer.headers["retry-after"], now);
  if (answer.status === 206)
    return readOperations(body, answer.headers["x-inngest-req-version"], retryAt, now);
  if (answer.status === 200) return { kind: "completed", results: [], output: body };
  const error = stepError.parse(body);
  if (answer.headers["x-inngest-no-retry"] === "true") return { kind: "failed", error };
  return { kind: "retry", error, retryAt };
}

function readOperations(
  body: unknown,
  version: string | undefined,
  retryAt: number | null,
  now: number,
): Outcome {
  const parsed = z.array(operation).safeParse(Array.isArray(body) ? body : [body]);
  if (!parsed.success) return failure("The app's list of operations is unreadable");
  const operations = parsed.data;
  const refusal = operations.map((op) => refuse(op, version)).find((reason) => reason !== null);
  if (refusal) return failure(refusal);
  const results = operations.flatMap(resultOf);
  const complete = operations.find(({ op }) => op === "RunComplete");
  if (complete) return { kind: "completed", results, output: complete.data ?? null };
  const failed = operations.find(({ op }) => op === "StepError");
  const sleeps = operations.filter(({ op }) => op === "Sleep");
  const until = sleeps.map(({ id, name }) => ({ hash: id, until: dueAfter(name ?? "", now) }));
  if (until.some((sleep) => Number.isNaN(sleep.until))) return failure("A sleep has an unreadable duration");
  return {
    kind: "progress",
    results,
    planned: operations.filter(({ op }) => op === "StepPlanned").map(({ id }) => id),
    sleeps: until,
    failedStep: failed ? { hash: failed.id, error: stepError.parse(failed.error), retryAt } : null,
  };
}

const understood = new Set(["StepRun", "StepError", "StepFailed", "StepPlanned", "Sleep", "RunComplete"]);

function refuse({ op, id, displayName, data, opts }: Operation, version: string | undefined): string | null {
  const step = `The step "${displayName || id}"`;
  if (!understood.has(op)) return `${step} needs ${op}, which the embedded job server does not implement`;
  if (opts?.parallelMode)
    return `${step} has a parallel mode, which the embedded job server does not implement`;
  if (op === "StepPlanned" && version === "1")
    return `${step} needs optimizeParallelism: false, which the embedded job server does not implement`;
  return isTooLarge({ data }) ? `${step} returns more than 4 MB` : null;
}

function isTooLarge({ data }: Pick<Operation, "data">): boolean {
  return JSON.stringify(data ?? null).length > maxStepBytes;
}

function resultOf({ op, id, data, error }: Operation): StepResult[] {
  if (op === "StepRun") return [{ hash: id, value: { type: "data", data: data ?? null } }];
  if (op === "StepFailed") return [{ hash: id, value: { type: "error", error: stepError.parse(error) } }];
  return [];
}

function failure(message: string): Outcome {
  return { kind: "failed", error: { name: "JobServerError", message } };
}

/** `Retry-After` is seconds or a date; like the real server, between a second and a day. */
function readRetryAfter(header: string | undefined, now: number): number | null {
  if (!header) return null;
  const at = /^\d+$/.test(header) ? now + Number(header) * 1000 : Date.parse(header);
  return Number.isNaN(at) ? null : Math.min(Math.max(at, now + 1_000), now + 86_400_000);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The SDK's last-resort answer, which is not signed: a fault in the app's code, not an outage. */
function isInternalError(body: unknown): boolean {
  return typeof body === "object" && body !== null && Reflect.get(body, "type") === "internal";
}
