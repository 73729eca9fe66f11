import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findBinaries } from "./binaries";
import { initialise, launch, stopLeftover, stopProcess } from "./cluster";
import { freePort } from "./free-port";
import { choosePlace } from "./place";

export type StartOptions = {
  /** Folder of this cluster; made when missing. */
  dataDir: string;
  /** Port on 127.0.0.1; a free one is chosen when absent. */
  port?: number;
  /** Server settings by name, such as `{ fsync: "off" }`. */
  settings?: Record<string, string>;
  /** Where cluster and programs go when the server's user cannot enter `dataDir`. */
  refuge?: string;
  log?: (line: string) => void;
};

export type RunningPostgres = {
  port: number;
  pid: number;
  /** Connection URL of the superuser to the database `postgres`. */
  ownerUrl: string;
  /** Connection URL to a database, as the superuser unless another login is given. */
  url(databaseName: string, user?: { name: string; password: string }): string;
  /** Resolves when the server is gone, for whatever reason. */
  exited: Promise<void>;
  /** Shuts down, by force when it has not finished within `patience` milliseconds (default 6000). */
  stop(patience?: number): Promise<void>;
};

/**
 * Starts PostgreSQL on a data folder, from the programs that npm installed. A server that an earlier,
 * killed starter left on the same folder is stopped first; the data stays.
 *
 * @throws Error with a message for a person, when the server cannot be started
 */
export async function startPostgres(options: StartOptions): Promise<RunningPostgres> {
  const dataDir = resolve(options.dataDir);
  const log = options.log ?? (() => {});
  const place = choosePlace(dataDir, options.refuge ?? "/var/lib/brevduva", log);
  const binaries = findBinaries(place.identity, place.base);
  const password = ownerPassword(dataDir, existsSync(place.cluster));
  if (await stopLeftover(place)) log("Stopped a PostgreSQL that an earlier start left behind.");
  initialise(place, binaries, password);

  const port = options.port ?? (await freePort());
  const server = await launch(place, binaries, port, options.settings ?? {});
  let running = true;
  void server.exited.then(() => {
    running = false;
  });
  const url: RunningPostgres["url"] = (databaseName, user = { name: "postgres", password }) =>
    `postgres://${encodeURIComponent(user.name)}:${encodeURIComponent(user.password)}@127.0.0.1:${port}/${encodeURIComponent(databaseName)}`;
  return {
    port,
    pid: server.pid,
    ownerUrl: url("postgres"),
    url,
    exited: server.exited,
    stop: (patience) => stopProcess(server.pid, () => running, patience),
  };
}

function ownerPassword(dataDir: string, clusterExists: boolean): string {
  const file = join(dataDir, "owner.password");
  const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (kept) return kept;
  if (clusterExists) throw new Error(`${file} is missing or empty: the database's owner cannot log in.`);
  const password = randomBytes(24).toString("base64url");
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}
