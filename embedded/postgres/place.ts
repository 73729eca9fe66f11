import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canEnter, chooseIdentity, type Identity } from "./identity";

/** Where a cluster lives: `base` holds its files and, if need be, a copy of the programs. */
export type Place = { base: string; cluster: string; identity: Identity };

/**
 * Decides where the cluster of a data folder is kept: in the folder itself, unless the server's user cannot
 * enter it (a checkout in a private home folder); then in `refuge`, which the file `moved-to` records.
 *
 * @param dataDir the folder that the caller asked for
 * @param refuge parent of the folders that are used instead
 */
export function choosePlace(dataDir: string, refuge: string, log: (line: string) => void): Place {
  if (!existsSync(dataDir)) {
    mkdirSync(dataDir, { recursive: true });
    chmodSync(dataDir, 0o711);
  }
  const pointer = join(dataDir, "moved-to");
  if (existsSync(pointer)) return placeAt(readFileSync(pointer, "utf8").trim());

  const here = placeAt(dataDir);
  if (canEnter(here.identity, dataDir)) return here;
  if (existsSync(here.cluster)) {
    throw new Error(
      `The user that runs PostgreSQL can no longer enter ${dataDir}. Open its parent folders (chmod o+x).`,
    );
  }
  const hash = createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 16);
  const base = join(refuge, hash);
  mkdirSync(base, { recursive: true });
  for (const folder of [refuge, base]) chmodSync(folder, 0o755);
  writeFileSync(pointer, `${base}\n`);
  log(`The user that runs PostgreSQL cannot enter ${dataDir}: the database is kept in ${base}.`);
  return placeAt(base);
}

function placeAt(base: string): Place {
  const cluster = join(base, "cluster");
  return { base, cluster, identity: chooseIdentity(cluster) };
}
