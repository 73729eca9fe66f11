import { z } from "zod";

const packageSchema = z.object({
  version: z.string().default(""),
  license: z.string().default(""),
  dev: z.boolean().default(false),
  inBundle: z.boolean().default(false),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
});

const lockSchema = z.object({ packages: z.record(z.string(), packageSchema) });

export type LockedPackage = z.output<typeof packageSchema> & { name: string };

/** The packages of a lock file, each place where one is installed. @param text of `package-lock.json`. */
export function lockedPackages(text: string): LockedPackage[] {
  return Object.entries(lockSchema.parse(JSON.parse(text)).packages)
    .filter(([path]) => path !== "")
    .map(([path, entry]) => ({ ...entry, name: path.slice(path.lastIndexOf("node_modules/") + 13) }));
}

/**
 * Licences that an installation may have, as SPDX names them. The last two require changes to the library
 * itself to be published; we make none, and load these libraries unchanged.
 */
const ALLOWED = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "CC-BY-4.0",
  "Unlicense",
  "MPL-2.0",
  "LGPL-3.0-or-later",
]);

/** Whether a licence is allowed; of `A OR B` one suffices, of `A AND B` all must be. */
export function isAllowed(licence: string): boolean {
  const plain = licence.replace(/[()]/g, "");
  return plain.split(" OR ").some((choice) => choice.split(" AND ").every((name) => ALLOWED.has(name)));
}

/** `docs/licences.md`: what an installation is made of, by name and version. */
export function licencePage(packages: readonly LockedPackage[]): string {
  const used = packages.filter(({ dev }) => !dev);
  const lines = used.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  return [
    "# Licences",
    "",
    "What an installation is made of besides our own code, by `package-lock.json`; binaries of all platforms are",
    "among it, of which each machine gets its own. Written by `npm run licences`; a test sees that it is up to",
    "date and that no other licence than those in `scripts/check/licences.ts` comes in.",
    "",
    "| package | version | licence |",
    "|---|---|---|",
    ...[...new Set(lines)].sort(),
    "",
  ].join("\n");
}
