import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startPostgres } from "../embedded/postgres/start";
import { readCommandLine } from "../scripts/command-line";
import { temporaryDataDir } from "../tests/support/installation";
import { throwDice } from "./dice";
import { kills } from "./kills";
import type { Scenario, Size, Told } from "./scenario";
import { SCENARIOS } from "./scenarios";
import { openWorld, type World } from "./world";

/** Between the head of the table and its rows. */
const LINE = "|---|---|---|---|---|";

const all = [...SCENARIOS.map(({ name }) => name), kills.name];
const USAGE = `Usage: npm run chaos -- [NAME …] [--seed N] [--short]\nNames: ${all.join(", ")}`;
const { values, positionals } = readArguments();
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const size: Size = values.short ? "short" : "full";
const chosen = all.filter((name) => positionals.length === 0 || positionals.includes(name));
const inProcess = SCENARIOS.find(({ name }) => name === chosen[0]);

console.log(`seed ${seed}, ${size} form\n`);
console.log(`| scenario | what was done | what came of it | time | |\n${LINE}`);
let failed = 0;
if (chosen.length > 1) for (const name of chosen) playApart(name);
else if (inProcess) await playInProcess(inProcess);
else await play(kills, undefined);
process.exit(failed > 0 ? 1 : 0);

function readArguments() {
  try {
    const options = { seed: { type: "string" }, short: { type: "boolean", default: false } } as const;
    const given = readCommandLine({ options, allowPositionals: true }, USAGE);
    const unknown = given.positionals.find((name) => !all.includes(name));
    if (unknown !== undefined) throw new Error(`There is no scenario ${unknown}.\n\n${USAGE}`);
    if (!/^\d+$/.test(given.values.seed ?? "0")) throw new Error(`--seed is a whole number.\n\n${USAGE}`);
    return given;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

/**
 * Runs a scenario in its own process and databases: each leaves thousands of rows behind, all of which would
 * be moved in time.
 */
function playApart(name: string): void {
  const options = ["--seed", String(seed), ...(values.short ? ["--short"] : [])];
  const args = ["--import", "tsx", fileURLToPath(import.meta.url), name, ...options];
  const ended = spawnSync(process.execPath, args, {
    stdio: ["inherit", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (ended.status !== 0) failed++;
  const [, rows] = ended.stdout.split(`${LINE}\n`);
  console.log(rows?.trimEnd() || `| ${name} | ended with ${ended.signal ?? ended.status} | | | ✗ |`);
}

async function playInProcess(scenario: Scenario<World>): Promise<void> {
  const { dataDir, remove } = temporaryDataDir();
  const postgres = await startPostgres({ dataDir });
  const world = await openWorld(postgres.ownerUrl);
  try {
    await play(scenario, world);
  } finally {
    await world.close();
    await postgres.stop();
    remove();
  }
}

async function play<Stage>(scenario: Scenario<Stage>, stage: Stage): Promise<void> {
  const started = Date.now();
  const { done, came, faults } = await outcome(scenario, stage);
  if (faults.length > 0) failed++;
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`| ${scenario.name} | ${done} | ${came} | ${seconds} s | ${faults.length === 0 ? "✓" : "✗"} |`);
  for (const fault of faults) console.log(`|   | ✗ ${fault} | | | |`);
}

async function outcome<Stage>(scenario: Scenario<Stage>, stage: Stage): Promise<Told> {
  try {
    return await scenario.play(stage, throwDice(seed), size);
  } catch (error) {
    return { done: "could not be played to its end", came: "", faults: [String(error)] };
  }
}
