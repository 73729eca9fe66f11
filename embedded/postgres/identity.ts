import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";

/** The system user that the server runs as; empty means "as ourselves". */
export type Identity = { uid?: number; gid?: number };

/**
 * PostgreSQL refuses to run as root. As root we take the owner of an existing cluster, else the system
 * user `postgres`, which is created when it is missing.
 *
 * @param cluster folder of the cluster, which may not exist yet
 */
export function chooseIdentity(cluster: string): Identity {
  if (process.getuid?.() !== 0) return {};
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return systemUser() ?? createSystemUser();
}

/** Whether the user can execute a program there. Asked of the system, which knows about every parent folder. */
export function canExecute(identity: Identity, program: string): boolean {
  return spawnSync(program, ["--version"], { ...identity, cwd: "/", stdio: "ignore" }).status === 0;
}

/** Whether the user can enter a folder, through all of its parents. */
export function canEnter(identity: Identity, folder: string): boolean {
  const asked = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], {
    ...identity,
    cwd: "/",
    stdio: "ignore",
  });
  return asked.status === 0;
}

function systemUser(): Identity | undefined {
  const ids = ["-u", "-g"].map((flag) => spawnSync("id", [flag, "postgres"], { encoding: "utf8" }));
  if (ids.some((id) => id.status !== 0)) return undefined;
  const [uid, gid] = ids.map((id) => Number.parseInt(id.stdout, 10));
  return { uid, gid };
}

function createSystemUser(): Identity {
  try {
    execFileSync("groupadd", ["--system", "--force", "postgres"], { stdio: "pipe" });
    execFileSync("useradd", ["--system", "--no-create-home", "--gid", "postgres", "postgres"], {
      stdio: "pipe",
    });
  } catch (cause) {
    throw new Error(
      "PostgreSQL does not run as root, and the system user postgres could not be created. Create it, or start as an ordinary user.",
      { cause },
    );
  }
  const created = systemUser();
  if (!created) throw new Error("The system user postgres was created but cannot be found.");
  return created;
}
