import { spawnSync } from "node:child_process";
import { accessSync, constants, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FOLDERS = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome"];
const MAC = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const INSTALL = "apt-get update && apt-get install --yes --no-install-recommends chromium";

/**
 * The browser for the tests, installed when there is none and we may.
 *
 * @throws Error with the command that an administrator has to run
 */
export function ensureBrowser(): string {
  const found = findBrowser(process.env);
  if (found) return found;
  if (process.getuid?.() !== 0) {
    throw new Error(
      `The tests need Chromium, and only root can install it. Run this, then npm test again:\n  sudo sh -c "${INSTALL}"\nOr name a browser that you have: CHROMIUM_PATH=/path/to/chromium npm test`,
    );
  }
  console.log("Installing Chromium …");
  const result = spawnSync("sh", ["-c", INSTALL], {
    stdio: "inherit",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  const installed = findBrowser(process.env);
  if (result.status === 0 && installed) return installed;
  throw new Error(
    `Chromium could not be installed. Install it, or set CHROMIUM_PATH. The command was:\n  ${INSTALL}`,
  );
}

/** CHROMIUM_PATH, a browser of the system, or one that Playwright has downloaded. */
export function findBrowser(environment: Record<string, string | undefined>): string | undefined {
  const given = environment.CHROMIUM_PATH;
  if (given) {
    if (isProgram(given)) return given;
    throw new Error(`CHROMIUM_PATH is ${given}, which is not a program.`);
  }
  const folders = new Set([...(environment.PATH ?? "").split(delimiter).filter(Boolean), ...FOLDERS]);
  const system = [...folders].flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...system, ...MAC, ...downloaded(environment)].find(isProgram);
}

function downloaded(environment: Record<string, string | undefined>): string[] {
  const inside = [
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-headless-shell-linux64/chrome-headless-shell",
  ];
  try {
    // A user without an entry in the system has no home folder.
    const cache = environment.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), ".cache", "ms-playwright");
    const versions = readdirSync(cache)
      .filter((name) => name.startsWith("chromium"))
      .sort()
      .reverse();
    return versions.flatMap((version) => inside.map((program) => join(cache, version, program)));
  } catch {
    return [];
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
