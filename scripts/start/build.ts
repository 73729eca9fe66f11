import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = [
  "app",
  "emails",
  "inngest",
  "lib",
  "messages",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.ts",
  "package.json",
  "package-lock.json",
  "postcss.config.mjs",
  "tsconfig.json",
];
const STAMP = join(".next", "brevduva-build");

/** Whether `.next` was built from exactly these sources and packages. */
export function isBuilt(root: string): boolean {
  const stamp = join(root, STAMP);
  return (
    existsSync(join(root, ".next", "BUILD_ID")) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === fingerprint(root)
  );
}

/** Called before a build, because an interrupted one leaves a mixture. */
export function markUnbuilt(root: string): void {
  rmSync(join(root, STAMP), { force: true });
}

/** Called after a build, with the fingerprint taken before it: a file changed meanwhile means another build. */
export function markBuilt(root: string, print: string): void {
  writeFileSync(join(root, STAMP), print);
}

/** SHA-256 over names and contents of everything that goes into a build. */
export function fingerprint(root: string): string {
  const hash = createHash("sha256").update(process.versions.node);
  const add = (path: string) => {
    const stats = statSync(join(root, path), { throwIfNoEntry: false });
    if (!stats) return;
    if (!stats.isDirectory()) {
      hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
      return;
    }
    for (const name of readdirSync(join(root, path)).sort()) add(join(path, name));
  };
  for (const source of SOURCES) add(source);
  return hash.digest("hex");
}
