import { type Outcome, readAnswer, type StepError, type StepValue } from "./answer";
import { callApp } from "./app";
import type { Job } from "./claim";
import { canonical } from "./sign";
import type { Database } from "./sql";

export type App = { url: URL; signingKey: string };
type Step = { hash: string; value: StepValue };

/** Milliseconds that a step may take, as at the real server. */
const callTimeout = 2 * 60 * 60 * 1000;
const maxSteps = 1000;

/** Calls the app for a job and interprets the answer. Writes nothing. */
export async function dispatch(sql: Database, app: App, job: Job, signal: AbortSignal): Promise<Outcome> {
  const steps = job.run.hasSteps
    ? await sql<Step>`select hash, value from inngest_server.steps where run_id = ${job.runId} order by seq`
    : [];
  if (steps.length > maxSteps)
    return failed({ name: "JobServerError", message: `The run has more than ${maxSteps} steps` });

  const url = new URL(app.url);
  url.searchParams.set("fnId", job.functionId);
  url.searchParams.set("stepId", job.step);
  const requestId = requestIdOf(job);
  const answer = await callApp({
    method: "POST",
    url,
    signingKey: app.signingKey,
    body: canonical(requestBody(job, steps)),
    headers: {
      "x-inngest-req-version": String(job.run.version),
      "x-inngest-step-id": job.step,
      "x-inngest-job-id": job.id,
      "x-inngest-generation-id": String(job.dispatch),
      "x-request-id": requestId,
      "x-run-id": job.runId,
    },
    timeout: callTimeout,
    signal,
  });
  return readAnswer(answer, Date.now());
}

/** Names one call: the app repeats it when it reports steps. */
function requestIdOf(job: Pick<Job, "id" | "dispatch">): string {
  return `${job.id}.${job.dispatch}`;
}

function requestBody(job: Job, steps: Step[]) {
  const { run } = job;
  const order = steps.map(({ hash }) => hash);
  return {
    ctx: {
      attempt: job.attempt,
      // A planned step is one of several in parallel: it must not run others on the way.
      disable_immediate_execution: job.step !== "step",
      env: "",
      fn_id: job.functionId,
      generation_id: job.dispatch,
      job_id: job.id,
      max_attempts: run.maxAttempts,
      qi_id: job.id,
      request_id: requestIdOf(job),
      run_id: job.runId,
      stack: { stack: order, current: order.length },
      step_id: job.step,
      use_api: false,
    },
    defers: {},
    event: run.event,
    events: [run.event],
    steps: Object.fromEntries(steps.map(({ hash, value }) => [hash, value])),
    use_api: false,
    version: run.version,
  };
}

function failed(error: StepError): Outcome {
  return { kind: "failed", error };
}
