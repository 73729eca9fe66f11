import { z } from "zod";
import { parseCron } from "./cron-expression";

export type Concurrency = { limit: number; path: string[] | null };
export type Trigger = { event: string; failureOf: string | null } | { cron: string };
/** A function of the app, as far as this server uses it. */
export type JobFunction = {
  id: string;
  maxAttempts: number;
  triggers: Trigger[];
  concurrency: Concurrency[];
};

/** The app asks for something that this server would have to ignore. */
export class UnsupportedFunction extends Error {
  override readonly name = "UnsupportedFunction";
}

export const failedEvent = "inngest/function.failed";
export const cronEvent = "inngest/scheduled.timer";

const concurrencyRule = z.strictObject({
  limit: z.int().positive(),
  key: z.string().optional(),
  scope: z.string().optional(),
});
const config = z.looseObject({
  id: z.string().min(1),
  triggers: z.array(z.record(z.string(), z.unknown())).min(1),
  steps: z.object({
    step: z.looseObject({ retries: z.object({ attempts: z.int().min(0).max(20) }).optional() }),
  }),
  concurrency: z.union([z.int().positive(), concurrencyRule, z.array(concurrencyRule).max(2)]).optional(),
});
type Config = z.infer<typeof config>;

const known = new Set(["id", "name", "triggers", "steps", "concurrency"]);
/** Defaults of the real server: one call and four retries. */
const defaultRetries = 4;

/**
 * Reads the functions as the SDK lists them.
 *
 * @throws UnsupportedFunction naming the function and everything in it that is not implemented.
 */
export function readFunctions(listed: unknown): JobFunction[] {
  const parsed = z.array(config).safeParse(listed);
  if (!parsed.success)
    throw new UnsupportedFunction(`The list of functions is unreadable: ${parsed.error.message}`);
  const ids = new Set(parsed.data.map((fn) => fn.id));
  if (ids.size < parsed.data.length) throw new UnsupportedFunction("Two functions have the same id");
  return parsed.data.map(readFunction);
}

function readFunction(fn: Config): JobFunction {
  const refusals: string[] = [];
  for (const [option, value] of Object.entries(fn)) {
    if (value !== undefined && !known.has(option)) refusals.push(`the option "${option}"`);
  }
  const read = {
    id: fn.id,
    maxAttempts: (fn.steps.step.retries?.attempts ?? defaultRetries) + 1,
    triggers: fn.triggers.map((trigger) => readTrigger(trigger, refusals)),
    concurrency: readConcurrency(fn.concurrency, refusals),
  };
  if (refusals.length === 0) return read;
  throw new UnsupportedFunction(
    `The function "${fn.id}" needs what the embedded job server does not implement: ${refusals.join(", ")}`,
  );
}

const failureExpression = /^event\.data\.function_id == '([^']+)'$/;

function readTrigger(trigger: Record<string, unknown>, refusals: string[]): Trigger {
  const { event, expression, cron, ...rest } = trigger;
  for (const [option, value] of Object.entries(rest)) {
    if (value !== undefined) refusals.push(`"${option}" of a trigger`);
  }
  if (typeof cron === "string") {
    const problem = parseCron(cron).problem;
    if (problem) refusals.push(`the cron expression "${cron}" (${problem})`);
    return { cron };
  }
  if (typeof event !== "string" || event.includes("*")) {
    refusals.push(`the trigger ${JSON.stringify(trigger)}`);
    return { event: "", failureOf: null };
  }
  if (event.startsWith("inngest/") && event !== failedEvent) refusals.push(`the event "${event}"`);
  const failureOf = event === failedEvent ? failureExpression.exec(String(expression ?? ""))?.[1] : undefined;
  if (expression !== undefined && failureOf === undefined) {
    refusals.push(`the expression "${String(expression)}" of the trigger on "${event}"`);
  }
  return { event, failureOf: failureOf ?? null };
}

const keyPath = /^event\.data((?:\.[A-Za-z_][A-Za-z0-9_]*)+)$/;

function readConcurrency(given: Config["concurrency"], refusals: string[]): Concurrency[] {
  if (given === undefined) return [];
  const rules = typeof given === "number" ? [{ limit: given }] : Array.isArray(given) ? given : [given];
  return rules.map(({ limit, key, scope }: z.infer<typeof concurrencyRule>) => {
    if (scope !== undefined && scope !== "fn") refusals.push(`the concurrency scope "${scope}"`);
    const path = key === undefined ? null : keyPath.exec(key)?.[1]?.slice(1).split(".");
    if (path === undefined) refusals.push(`the concurrency key "${key}"`);
    return { limit, path: path ?? null };
  });
}
