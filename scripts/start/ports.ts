import { createServer } from "node:net";
import { z } from "zod";
import { type DataFolder, readJson, writeJson } from "./folder";

export type Ports = { postgres: number; jobs: number; mail: number };

const portsFile = z.object({ postgres: z.number(), jobs: z.number(), mail: z.number() }).partial();

/** Ports of the embedded services: chosen free, then kept, unless someone else has taken one meanwhile. */
export async function choosePorts(folder: DataFolder): Promise<Ports> {
  const file = folder.file("ports.json");
  const kept = portsFile.safeParse(readJson(file)).data ?? {};
  const ports = {
    postgres: await keptOrFree(kept.postgres),
    jobs: await keptOrFree(kept.jobs),
    mail: await keptOrFree(kept.mail),
  };
  writeJson(file, ports, 0o644);
  return ports;
}

async function keptOrFree(kept: number | undefined): Promise<number> {
  if (kept !== undefined && (await listen(kept, "127.0.0.1")) === kept) return kept;
  const free = await listen(0, "127.0.0.1");
  if (free === undefined) throw new Error("No free port was found on 127.0.0.1.");
  return free;
}

/**
 * Whether someone listens on the port, at any of the addresses by which a browser here would reach it.
 *
 * @param host address that the app is to listen on
 */
export async function isBusy(port: number, host: string): Promise<boolean> {
  const hosts = new Set([host, "127.0.0.1", "::1"]);
  for (const address of hosts) {
    if ((await listen(port, address)) === undefined) return true;
  }
  return false;
}

/** The port on which one could listen; undefined when it is taken. A machine without IPv6 has `::1` free. */
function listen(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(port);
      else reject(error);
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === "object" ? address.port : undefined));
    });
  });
}
