import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";

/**
 * Sets what a file of settings says and the environment leaves open. Editors of Windows begin a file with a
 * byte order mark, which would go into the first name: the setting would be lost without a word.
 */
export function readSettingsFile(file = ".env"): void {
  if (!existsSync(file)) return;
  const given = parseEnv(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  for (const [name, value] of Object.entries(given)) process.env[name] ??= value;
}
