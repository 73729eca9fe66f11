import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { watchAnswers } from "@/app/_edge/last-answers";

/** A server whose answers are written by the test. */
async function serve() {
  const asked: ServerResponse[] = [];
  const server = createServer((_, response) => void asked.push(response));
  /* Longer than any test: what is left open by the server stays open. */
  server.keepAliveTimeout = 3_600_000;
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async () => {
    const arrived = once(server, "request");
    const answered = once(get({ port, host: "127.0.0.1", agent }), "response");
    await arrived;
    return async () => {
      asked.pop()?.end("done");
      const [answer] = (await answered) as [IncomingMessage];
      await once(answer.resume(), "end");
      return answer.headers.connection;
    };
  };
  return { server, ask };
}

it("keeps connections, and ends them with the answers that are under way when it is to stop", async () => {
  const stop = watchAnswers();
  const { server, ask } = await serve();
  const first = await ask();
  expect(await first()).toBe("keep-alive");
  const second = await ask();
  const closed = new Promise((resolve) => server.close(resolve));
  stop();
  expect(await second()).toBe("close");
  await closed;
});

it("ends a connection with the first answer after the stop", async () => {
  const stop = watchAnswers();
  const { server, ask } = await serve();
  const first = await ask();
  await first();
  stop();
  const second = await ask();
  expect(await second()).toBe("close");
  await new Promise((resolve) => server.close(resolve));
});
