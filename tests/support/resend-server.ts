import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Resend } from "resend";
import { freePort } from "../../embedded/postgres/free-port";
import { type MailServer, startMailServer } from "../../embedded/resend/server";
import type { Settings } from "../../embedded/resend/settings";

export const API_KEY = "re_test_key";
export const WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** Starts the embedded mail server in this process, fast and without a rate limit unless asked. */
export async function startResend(
  databaseUrl: string,
  settings: Partial<Settings> = {},
): Promise<MailServer & { resend: Resend }> {
  const server = await startMailServer(
    {
      databaseUrl,
      port: await freePort(),
      apiKey: API_KEY,
      webhookUrl: "",
      webhookSecret: WEBHOOK_SECRET,
      rate: 0,
      duplicates: 0,
      shuffleMs: 0,
      eventDelayMs: 20,
      delayedMs: 200,
      ...settings,
    },
    () => {},
  );
  return { ...server, resend: new Resend(API_KEY, { baseUrl: server.url }) };
}

export type ReceivedWebhook = { headers: IncomingHttpHeaders; payload: string; statusCode: number };

export type AnnouncedEvent = {
  type: string;
  created_at: string;
  data: { email_id?: string; email?: string } & Record<string, unknown>;
};

export type WebhookReceiver = {
  url: string;
  received: ReceivedWebhook[];
  /** The events about a mail, or an address, in the order in which they happened. */
  about(mail: string | undefined): AnnouncedEvent[];
  /** Decides the status code of the next answers. */
  answerWith(status: (payload: string) => number): void;
  close(): Promise<void>;
};

/** A receiver of webhooks that keeps what it got. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  let status: (payload: string) => number = () => 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const payload = Buffer.concat(chunks).toString("utf8");
    const statusCode = status(payload);
    received.push({ headers: request.headers, payload, statusCode });
    response.writeHead(statusCode).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/webhooks/resend`,
    received,
    /* Events in quick succession arrive at once, on several connections. */
    about: (mail) =>
      received
        .map(({ payload }): AnnouncedEvent => JSON.parse(payload))
        .filter(({ data }) => data.email_id === mail || data.email === mail)
        .sort((a, b) => a.created_at.localeCompare(b.created_at)),
    answerWith: (next) => {
      status = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A mail with everything that has to be there. */
export function mailTo(to: string, subject = "Höstmötet") {
  return {
    from: "Byns förening via Brevduva <utskick@brevduva.test>",
    to,
    subject,
    html: "<p>Hej!</p>",
    text: "Hej!",
  };
}
