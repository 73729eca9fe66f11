import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { freePort, isFree } from "@/embedded/postgres/free-port";

const RANGE = "/proc/sys/net/ipv4/ip_local_port_range";

/** The first port that the system gives to an outgoing connection. */
function firstOutgoing(): number {
  return existsSync(RANGE) ? Number(readFileSync(RANGE, "utf8").split(/\s/)[0]) : 49_152;
}

test("a free port is none that an outgoing connection could take before it is used", async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));
  for (const port of ports) {
    expect(port).toBeGreaterThan(1024);
    expect(port).toBeLessThan(firstOutgoing());
  }
});

test("a port is free until somebody listens on it", async () => {
  const port = await freePort();
  expect(await isFree(port)).toBe(true);
  const server = createServer();
  await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
  expect(await isFree(port)).toBe(false);
  await new Promise((closed) => server.close(closed));
  expect(await isFree(port)).toBe(true);
});
