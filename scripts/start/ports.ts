import { z } from "zod";
import { freePort, isFree } from "../../embedded/postgres/free-port";
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
  return kept !== undefined && (await isFree(kept)) ? kept : freePort();
}

/**
 * Whether someone listens on the port, at any of the addresses by which a browser here would reach it.
 *
 * @param host address that the app is to listen on
 */
export async function isBusy(port: number, host: string): Promise<boolean> {
  const hosts = new Set([host, "127.0.0.1", "::1"]);
  for (const address of hosts) {
    if (!(await isFree(port, address))) return true;
  }
  return false;
}
