import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the ephemeral ports of systems, which begin at 32768 on Linux and at 49152 elsewhere. */
const PORTS = { from: 10_240, below: 32_768 };
const TRIES = 100;

/**
 * A port that is free on 127.0.0.1, and that no outgoing connection takes before somebody listens on it.
 *
 * @throws Error when none is found.
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried++) {
    const port = randomInt(PORTS.from, PORTS.below);
    if (await isFree(port)) return port;
  }
  throw new Error("No free port was found on 127.0.0.1.");
}

/** Whether one could listen on the port. A machine without IPv6 has `::1` free. */
export function isFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(true);
      else reject(error);
    });
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
