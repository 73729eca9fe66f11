// Runs on plain Node: the packages may not be installed yet.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const programs = { start: "start.ts", dev: "start.ts", test: "test.ts" };
const mode = process.argv[2] ?? "";

function give(message) {
  console.error(message);
  process.exit(1);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  give(`Node 20.19 or newer is needed; this is Node ${process.versions.node}. See https://nodejs.org.`);
}
if (!Object.hasOwn(programs, mode)) give("Usage: node scripts/bootstrap.mjs start|dev|test");

process.chdir(root);
if (!installed()) install();
await import("tsx");
await import(`./${programs[mode]}`);

/** npm writes the hidden lock file last: it tells what is really there. */
function installed() {
  const hidden = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(hidden)) return false;
  const present = JSON.parse(readFileSync(hidden, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === "" || entry.optional || present[path]?.version === entry.version,
  );
}

function install() {
  console.log("Installing packages …");
  const cli = process.env.npm_execpath;
  const [command, args] = cli?.endsWith(".js") ? [process.execPath, [cli]] : ["npm", []];
  // Exactly what the lock file says, as `npm ci`, which however refuses a lock file that was written where
  // a package's variants for other platforms could not be had.
  const options = ["install", "--no-save", "--include=dev", "--no-audit", "--no-fund"];
  const result = spawnSync(command, [...args, ...options], { cwd: root, stdio: "inherit" });
  if (result.error) give(`npm could not be run: ${result.error.message}`);
  if (result.status !== 0) give("The packages could not be installed; see npm's message above.");
}
