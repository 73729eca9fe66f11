import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "@/embedded/postgres/free-port";
import { type Installation, startInstallation, temporaryDataDir } from "@/tests/support/installation";

const PIECE = Buffer.alloc(65_536, "a");
const PIECES = 40;

let installation: Installation;
const { dataDir, remove } = temporaryDataDir();
beforeAll(async () => {
  installation = await startInstallation({ dataDir, port: await freePort() });
});
afterAll(async () => {
  await installation?.stop();
  remove();
});

/** Hands on a request as a proxy does: on a connection for this one alone, and the whole body, whatever comes back. */
async function handOn(path: string): Promise<string> {
  const { hostname, port } = new URL(installation.url);
  const socket = connect(Number(port), hostname);
  let answer = "";
  socket.setEncoding("utf8").on("data", (part: string) => {
    answer += part;
  });
  const ended = new Promise<void>((resolve, reject) => socket.once("end", resolve).once("error", reject));
  ended.catch(() => {});
  socket.write(
    [
      `POST ${path} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      "Connection: close",
      "Content-Type: multipart/form-data; boundary=x",
      `Content-Length: ${PIECES * PIECE.length}`,
      "\r\n",
    ].join("\r\n"),
  );
  for (let sent = 0; sent < PIECES; sent++) {
    await new Promise<void>((resolve, reject) =>
      socket.write(PIECE, (error) => (error ? reject(error) : resolve())),
    );
    await sleep(20);
  }
  await ended;
  socket.destroy();
  return answer;
}

it("hears out whoever is refused, so that a proxy gets to hand on the refusal", async () => {
  expect(await handOn("/o/anywhere/members/import/upload")).toMatch(/^HTTP\/1\.1 401 /);
});
