import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Figure, jsonLine, meets, printTable } from "./figure";

/* Imported on demand: settings are read once per process, and each bench has its own. */
const BENCHES: Record<string, () => Promise<Figure[]>> = {
  render: async () => (await import("./render")).render(),
  send: async () => (await import("./send")).send(),
  rate: async () => (await import("./rate")).rate(),
  webhooks: async () => (await import("./webhooks")).webhooks(),
  pages: async () => (await import("./pages")).pages(),
  import: async () => (await import("./import")).importFile(),
  memory: async () => (await import("./memory")).memory(),
  fair: async () => (await import("./fair")).fair(),
};

const given = process.argv.slice(2);
const names = given.filter((argument) => argument !== "--json");
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(
    `There is no figure ${unknown.join(", ")}.\nUsage: npm run bench -- [NAME …] [--json]\nNames: ${Object.keys(BENCHES).join(", ")}`,
  );
  process.exit(2);
}
const [only] = names;
process.exit(names.length === 1 && only ? await measure(only) : measureEach(names));

/** @returns the exit status: 1 when a target is missed. */
async function measure(name: string): Promise<number> {
  const figures = (await BENCHES[name]?.()) ?? [];
  if (given.includes("--json")) for (const figure of figures) console.log(jsonLine(figure));
  else printTable(figures);
  return figures.length > 0 && figures.every(meets) ? 0 : 1;
}

/** One after another, in a process each; all of them where none was named. */
function measureEach(named: string[]): number {
  let status = 0;
  for (const name of Object.keys(BENCHES)) {
    if (named.length > 0 && !named.includes(name)) continue;
    const options = given.includes("--json") ? ["--json"] : [];
    const args = ["--import", "tsx", fileURLToPath(import.meta.url), name, ...options];
    const ended = spawnSync(process.execPath, args, { stdio: "inherit" });
    if (ended.status !== 0) status = 1;
  }
  return status;
}
