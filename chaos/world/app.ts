import type { InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import { POST as receiveWebhook } from "@/app/api/webhooks/resend/route";
import { functions } from "@/inngest";
import { inngest } from "@/lib/events";
import { type Listening, listen } from "./listen";

/** The app's routes for other services, and the faults of their callers. */
export type App = Listening & {
  /** From now on the job server finds these functions. */
  deploy(functions: InngestFunction.Any[]): void;
  /** How many times each call of the job server is carried out, at once. */
  callsAtOnce: number;
  /** Runs some work; calls to the app meanwhile wait until it is done. */
  holding(work: () => Promise<void>): Promise<void>;
};

export async function openApp(): Promise<App> {
  inngest.setEnvVars(process.env);
  let handler = serve({ client: inngest, functions });
  let held: Promise<unknown> = Promise.resolve();
  const server = await listen(async (request) => {
    await held;
    const { pathname, search } = new URL(request.url);
    if (pathname === "/api/webhooks/resend") return receiveWebhook(request);
    const body = request.method === "POST" || request.method === "PUT" ? await request.text() : undefined;
    const call = () =>
      handler(
        new Request(app.url + pathname + search, {
          method: request.method,
          headers: request.headers,
          ...(body !== undefined && { body }),
        }),
      );
    const times = request.method === "POST" ? app.callsAtOnce : 1;
    const [first, ...others] = Array.from({ length: times }, call);
    const answer = await first;
    /* The repeated call runs beside the one that counts, as after a lost answer. */
    await Promise.allSettled(others);
    return answer ?? new Response(null, { status: 503 });
  });
  const app: App = {
    ...server,
    callsAtOnce: 1,
    deploy: (next) => {
      handler = serve({ client: inngest, functions: next });
    },
    holding(work) {
      const done = held.then(work);
      held = done.catch(() => {});
      return done;
    },
  };
  return app;
}
