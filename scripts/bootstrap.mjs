// Runs on plain Node: the packages may not be installed yet.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { takeLock } from "./start/lock.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const programs = { start: "start.ts", dev: "start.ts", migrate: "migrate.ts", test: "test.ts" };
const mode = process.argv[2] ?? "";

function give(message) {
  console.error(message);
  process.exit(1);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  give(`Node 20.19 or newer is needed; this is Node ${process.versions.node}. See https://nodejs.org.`);
}
if (!Object.hasOwn(programs, mode))
  give(`Usage: node scripts/bootstrap.mjs ${Object.keys(programs).join("|")}`);
if (mode !== "test" && process.argv.length > 3) {
  give("This command takes no arguments. Its settings are environment variables: see docs/operating.md.");
}

// initdb calls the server through a shell, which interprets the first three characters; the build tools
// interpret the others.
const odd = /["$`#?*]/.exec(root);
if (odd) give(`Brevduva cannot run in a folder with ${odd[0]} in its path, which is ${root}. Move it.`);

process.chdir(root);
if (!installed()) await installInTurn();
await import("tsx");
await import(`./${programs[mode]}`);

/** npm writes the hidden lock file last, so it says what is really installed. */
function installed() {
  const present = readPackages(join("node_modules", ".package-lock.json"));
  const wanted = readPackages("package-lock.json");
  return Object.entries(wanted).every(
    ([path, entry]) => path === "" || entry.optional || present[path]?.version === entry.version,
  );
}

function readPackages(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, "utf8")).packages;
  } catch {
    return {};
  }
}

/**
 * Serialised, because two at once, as of npm start and npm test on a fresh clone, would remove each other's
 * files.
 */
async function installInTurn() {
  const lock = join("node_modules", ".brevduva-install");
  try {
    mkdirSync("node_modules", { recursive: true });
    for (let waited = false, holder = takeLock(lock); holder !== null; holder = takeLock(lock)) {
      if (!waited) console.log(`Waiting for process ${holder}, which installs the packages …`);
      waited = true;
      await sleep(500);
    }
  } catch (error) {
    give(`The packages cannot be installed: nothing can be written in ${root} (${error.message}).`);
  }
  const fault = installed() ? undefined : await install();
  rmSync(lock, { force: true });
  if (fault) give(fault);
}

/**
 * Returns what went wrong, if anything. A signal kills npm too, which would otherwise continue to its end
 * without us; the next start completes what is missing.
 */
async function install() {
  console.log("Installing packages …");
  const cli = process.env.npm_execpath;
  const [command, args] = cli?.endsWith(".js") ? [process.execPath, [cli]] : ["npm", []];
  // Installs exactly what the lock file says, like `npm ci`, which however refuses a lock file that was
  // written where a package's variants for other platforms could not be had.
  const options = ["install", "--no-save", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  const npm = spawn(command, [...args, ...options], { stdio: "inherit" });
  let stopped = false;
  const stop = () => {
    stopped = true;
    npm.kill("SIGKILL");
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, stop);
  const fault = await new Promise((resolve) => {
    npm.once("error", (error) => resolve(`npm could not be run: ${error.message}`));
    npm.once("exit", (status) =>
      resolve(status === 0 ? undefined : "The packages could not be installed; see npm's message above."),
    );
  });
  for (const signal of signals) process.off(signal, stop);
  return stopped ? "Stopped before the packages were installed." : fault;
}
