import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";

/**
 * Sets variables from a file of settings unless the environment has them. A byte order mark, with which
 * Windows editors begin a file, is removed; otherwise the first setting would be lost silently.
 */
export function readSettingsFile(file = ".env"): void {
  if (!existsSync(file)) return;
  const given = parseEnv(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  for (const [name, value] of Object.entries(given)) process.env[name] ??= value;
}
