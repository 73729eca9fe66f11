import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import type { Event } from "./events";

/** So many are under way at a time. */
const AT_ONCE = 64;

/** Posts signed events at full speed. @returns how many seconds it took. @throws Error on an answer but 200. */
export async function postAll(url: string, secret: string, events: Event[]): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signed = events.map((event) => ({ ...event, signature: sign(key, timestamp, event) }));
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let event = signed[next++]; event; event = signed[next++]) {
        const headers = {
          "content-type": "application/json",
          "svix-id": event.id,
          "svix-timestamp": timestamp,
          "svix-signature": event.signature,
        };
        const status = await post(agent, url, headers, event.body);
        if (status !== 200) throw new Error(`an event was answered with ${status}`);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return seconds;
}

function post(agent: Agent, url: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: "POST", agent, headers }, (answer) => {
      answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
    });
    asked.once("error", reject).end(body);
  });
}

function sign(key: Buffer, timestamp: string, { id, body }: Event): string {
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}
