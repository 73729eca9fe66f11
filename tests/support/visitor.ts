import { Agent, get, type IncomingMessage } from "node:http";

export type Answer = { status: number; location: string; body: string; headers: Headers };

/** Connections are reused, as in a browser. */
const KEPT = new Agent({ keepAlive: true });

type Asked = { method?: string; headers?: Record<string, string>; body?: string | FormData };

/** Makes requests to the app over HTTP as a browser does; does not follow redirects. */
export class Visitor {
  constructor(
    readonly url: string,
    private readonly cookie = "",
  ) {}

  async ask(path: string, { method = "GET", headers = {}, body }: Asked = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...(this.cookie && { cookie: this.cookie }), ...headers },
      redirect: "manual",
      ...(body !== undefined && { body }),
    });
    return {
      status: response.status,
      location: response.headers.get("location") ?? response.headers.get("x-action-redirect") ?? "",
      body: await response.text(),
      headers: response.headers,
    };
  }

  /**
   * Makes a request as `ask` does, and times the response.
   *
   * @param mark in ASCII
   * @returns milliseconds until `mark` had arrived, and until everything had.
   */
  async time(path: string, mark: string): Promise<{ shown: number; whole: number }> {
    const started = performance.now();
    /* Not `fetch`, whose decoding and copying would be a tenth of what is measured. */
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(this.url + path, { agent: KEPT, headers: { cookie: this.cookie } }, resolve).on("error", reject);
    });
    if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}`);
    let shown: number | undefined;
    let end = "";
    for await (const part of response as AsyncIterable<Buffer>) {
      if (shown !== undefined) continue;
      const text = end + part.toString("latin1");
      if (text.includes(mark)) shown = performance.now() - started;
      end = text.slice(-mark.length);
    }
    const whole = performance.now() - started;
    if (shown === undefined) throw new Error(`${path} holds no ${mark}`);
    return { shown, whole };
  }

  /**
   * Calls a server action as React's client does.
   *
   * @param args plain values; a FormData may be the last one
   */
  act(path: string, action: string, args: readonly unknown[]): Promise<Answer> {
    const form = args.at(-1);
    const headers = { "next-action": action, accept: "text/x-component", origin: this.url };
    if (!(form instanceof FormData)) {
      const text = { ...headers, "content-type": "text/plain;charset=UTF-8" };
      return this.ask(path, { method: "POST", headers: text, body: JSON.stringify(args) });
    }
    const body = new FormData();
    for (const [name, value] of form) body.append(`_1_${name}`, value);
    body.append("0", JSON.stringify([...args.slice(0, -1), "$K1"]));
    return this.ask(path, { method: "POST", headers, body });
  }
}

/** Logs in and returns the visitor that has the session's cookie. */
export async function logIn(
  url: string,
  { email, password }: { email: string; password: string },
): Promise<Visitor> {
  const asked = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookiesOf(asked), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  const cookie = cookiesOf(answer);
  if (!cookie.includes("session-token")) throw new Error(`${email} could not log in: ${await answer.text()}`);
  return new Visitor(url, cookie);
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
