import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

/** What the app answers at /api/health. */
const answerSchema = z.object({ database: z.string(), jobs: z.string(), mail: z.string() });

type Services = z.output<typeof answerSchema>;

/**
 * What a start still waits for, by its name at /api/health: the database, and of jobs and mail those that are
 * embedded. A real provider may be unreachable; the app keeps what is meant for it.
 *
 * @param answer body of the answer
 * @param embedded which services are run here
 * @returns nothing when the start is complete
 */
export function awaited(answer: unknown, embedded: { jobs: boolean; mail: boolean }): string[] {
  const health = answerSchema.safeParse(answer);
  if (!health.success) return ["app"];
  return needed(embedded).filter((service) => health.data[service] !== "ok");
}

function needed({ jobs, mail }: { jobs: boolean; mail: boolean }): (keyof Services)[] {
  return ["database", ...(jobs ? (["jobs"] as const) : []), ...(mail ? (["mail"] as const) : [])];
}

/**
 * Waits until the app has all that its start waits for.
 *
 * @param url of its health check
 * @param patience milliseconds
 * @throws Error with what was missing last when time is up; the signal's reason when it is raised
 */
export async function waitUntilHealthy(
  url: string,
  embedded: { jobs: boolean; mail: boolean },
  patience: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + patience;
  let last = "no answer";
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    try {
      const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) });
      const text = await answer.text();
      const missing = awaited(json(text), embedded);
      if (missing.length === 0) return;
      last = `${missing.join(", ")}; ${answer.status} ${text.slice(0, 500)}`;
    } catch (error) {
      signal.throwIfAborted();
      last = error instanceof Error ? `${error.message} ${describe(error.cause)}` : String(error);
    }
    await sleep(200);
  }
  throw new Error(`${url} was not well within ${patience / 1000} s; last missing: ${last}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : "";
}
