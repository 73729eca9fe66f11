import { randomUUID } from "node:crypto";
import { type Listening, listen } from "./listen";

/** Carries the app's events and reports to the job server; loses or doubles events on demand. */
export type Courier = Listening & {
  /** Events that never arrive, and those that arrive twice, by their names. */
  lose: RegExp | null;
  double: RegExp | null;
};

export async function openCourier(jobsUrl: () => string): Promise<Courier> {
  const server = await listen(async (request) => {
    const { pathname } = new URL(request.url);
    const body = await request.text();
    const headers = Object.fromEntries(request.headers);
    for (const name of ["host", "connection", "content-length", "transfer-encoding"]) delete headers[name];
    const pass = (text: string, more: Record<string, string> = {}) =>
      fetch(jobsUrl() + pathname, {
        method: request.method,
        headers: { ...headers, ...more },
        ...(request.method === "POST" && { body: text }),
      });
    if (!pathname.startsWith("/e/")) return plain(await pass(body));
    const events = asList(JSON.parse(body));
    const kept = events.filter(({ name }) => !courier.lose?.test(name));
    const doubled = events.filter(({ name }) => courier.double?.test(name));
    if (doubled.length > 0) {
      /* With new ids, since the real server forgets ids as often. */
      const again = doubled.map((event) => ({ ...event, id: randomUUID() }));
      await pass(JSON.stringify(again), { "x-inngest-event-id-seed": randomUUID() });
    }
    if (kept.length === 0) return Response.json({ ids: events.map(() => randomUUID()), status: 200 });
    return plain(await pass(JSON.stringify(kept)));
  });
  const courier: Courier = { ...server, lose: null, double: null };
  return courier;
}

type Event = { name: string };

function asList(body: unknown): Event[] {
  return (Array.isArray(body) ? body : [body]) as Event[];
}

async function plain(answer: Response): Promise<Response> {
  const type = answer.headers.get("content-type") ?? "application/json";
  return new Response(await answer.text(), {
    status: answer.status,
    headers: { "content-type": type, "x-inngest-server-kind": "cloud" },
  });
}
