import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "../../support/database";
import { mailTo, startResend, startWebhookReceiver, type WebhookReceiver } from "../../support/resend-server";

let database: TestDatabase;
let receiver: WebhookReceiver;
let server: Awaited<ReturnType<typeof startResend>>;

beforeAll(async () => {
  database = await createDatabase({ migrated: false });
  receiver = await startWebhookReceiver();
  server = await startResend(database.ownerUrl, { webhookUrl: receiver.url });
});

afterAll(async () => {
  await server.stop();
  await receiver.close();
  await database.close();
});

async function send(
  to: string,
  more: { subject?: string; html?: string; headers?: Record<string, string> } = {},
) {
  const { data } = await server.resend.emails.send({ ...mailTo(to), ...more });
  return data?.id ?? "";
}

async function look(path: string): Promise<string> {
  const answer = await fetch(server.url + path);
  expect(answer.status).toBe(200);
  return answer.text();
}

function press(id: string, action: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/mail/${id}/${action}`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: server.url, ...headers },
  });
}

/** What was announced about a mail, or an address on the suppression list. */
const announced = (about: string) => receiver.about(about).map(({ type }) => type);

/** The answer to a request that says it was sent to another host name. */
function statusFor(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(server.url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).once("error", reject);
  });
}

describe("the list", () => {
  test("shows mails with their state, and finds them by receiver and subject", async () => {
    await send("ake.bergstrom+1@example.fi", {
      subject: "Vårmötet & årsboken",
    });
    await send("eva@example.fi", { subject: "Något annat" });
    await expect.poll(() => look("/?q=v%C3%A5rm")).toContain("Levererat");
    const found = await look("/?q=v%C3%A5rm");
    expect(found).toContain("Vårmötet &amp; årsboken");
    expect(found).not.toContain("Något annat");
    expect(await look("/?q=eva@example")).toContain("Något annat");
    expect(await look("/?q=finns%20inte%20alls")).toContain("Inget meddelande har");
  });

  test("is paged by fifty, there and back", async () => {
    await server.resend.batch.send(
      Array.from({ length: 70 }, (_, i) => mailTo(`p${i}@example.fi`, "Bladningen")),
    );
    const first = await look("/?q=bladningen");
    expect(first.match(/<li>/g)).toHaveLength(50);
    expect(first).not.toContain("Nyare e-post");
    const older = /href="(\/\?q=bladningen&amp;after=[^"]+)"/.exec(first)?.[1]?.replace("&amp;", "&");
    const second = await look(older ?? "");
    expect(second.match(/<li>/g)).toHaveLength(20);
    expect(second).not.toContain("Äldre e-post");
    const newer = /href="(\/\?q=bladningen&amp;before=[^"]+)"/.exec(second)?.[1]?.replace("&amp;", "&");
    expect((await look(newer ?? "")).match(/<li>/g)).toHaveLength(50);
  });
});

test("a mail's page shows it in a sandbox, its text and its headers, all escaped", async () => {
  const id = await send("anna@example.fi", {
    subject: "<script>alert(1)</script>",
    html: `<html><head></head><body><a href="https://example.fi/">Länk</a><script>alert(2)</script></body></html>`,
    headers: { "List-Unsubscribe": "<https://example.fi/u/1>" },
  });
  const page = await fetch(`${server.url}/mail/${id}`);
  const markup = await page.text();
  // Without it a browser would send `Origin: null` with the buttons' forms.
  expect(page.headers.get("referrer-policy")).toBe("same-origin");
  expect(markup).not.toContain("<script>alert");
  expect(markup).toContain(`sandbox="allow-popups allow-popups-to-escape-sandbox"`);
  expect(markup).toContain("&lt;head&gt;&lt;base target=&quot;_blank&quot;&gt;");
  expect(markup).toContain("&lt;https://example.fi/u/1&gt;");
  expect(markup).toContain("Skickat");
});

describe("playing the receiver", () => {
  test.each([
    ["deliver", "email.delivered"],
    ["delay", "email.delivery_delayed"],
    ["bounce", "email.bounced"],
    ["soft-bounce", "email.bounced"],
    ["complain", "email.complained"],
  ])("%s announces %s", async (action, type) => {
    const id = await send("manual+1@resend.dev");
    const answer = await press(id, action);
    expect(answer.status).toBe(303);
    await expect.poll(() => announced(id)).toEqual(["email.sent", type]);
    expect(await look(answer.headers.get("location") ?? "")).toContain('role="status"');
    expect((await server.resend.emails.get(id)).data?.last_event).toBe(type.slice(6));
  });

  test.each([
    ["bounce", "bounce", "previous_bounce"],
    ["complain", "complaint", "previous_complaint"],
  ])("after %s an ordinary address is suppressed", async (action, origin, reason) => {
    const address = `${action}@example.fi`;
    const first = await send(address);
    await expect.poll(() => announced(first)).toHaveLength(2);
    await press(first, action);
    await expect.poll(() => announced(address)).toEqual(["suppression.added"]);
    expect((await server.resend.suppressions.get(address)).data).toMatchObject({ origin, source_id: first });
    const second = await send(address);
    await expect.poll(() => announced(second)).toEqual(["email.suppressed"]);
    expect(receiver.received.find(({ payload }) => payload.includes(second))?.payload).toContain(reason);
  });

  test("a press from another site's page is refused, and so is a name that is not this machine's", async () => {
    const id = await send("anna@example.fi");
    expect((await press(id, "complain", { origin: "https://evil.example" })).status).toBe(403);
    expect((await press(id, "complain", { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await server.resend.suppressions.get("anna@example.fi")).error).toMatchObject({
      statusCode: 404,
    });
    expect(await statusFor("evil.example")).toBe(403);
    expect(await statusFor("localhost:3001")).toBe(200);
  });
});

describe("one-click unsubscribe", () => {
  test("posts the form of RFC 8058 to the link in the header and shows what happened", async () => {
    const posts: { url: string; type: string; cookie: string | undefined; body: string }[] = [];
    const app = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      posts.push({
        url: request.url ?? "",
        type: request.headers["content-type"] ?? "",
        cookie: request.headers.cookie,
        body,
      });
      response.writeHead(200).end();
    });
    await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
    const { port } = app.address() as AddressInfo;
    const id = await send("anna@example.fi", {
      headers: {
        "List-Unsubscribe": `<mailto:stopp@example.fi>, <http://localhost:${port}/u/token>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
    });
    expect(await look(`/mail/${id}`)).toContain("Avsluta utskicken med ett klick");
    const answer = await press(id, "unsubscribe");
    expect(posts).toEqual([
      {
        url: "/u/token",
        type: "application/x-www-form-urlencoded",
        cookie: undefined,
        body: "List-Unsubscribe=One-Click",
      },
    ]);
    expect(await look(answer.headers.get("location") ?? "")).toContain("Programmet tog emot det (svar 200)");
    await new Promise((resolve) => app.close(resolve));
    app.closeAllConnections();
    await press(id, "unsubscribe");
    expect(await look(`/mail/${id}`)).toContain("Programmet nåddes inte");
  });

  test("is not offered for a mail without the headers", async () => {
    expect(await look(`/mail/${await send("anna@example.fi")}`)).not.toContain(
      "Avsluta utskicken med ett klick",
    );
  });
});
