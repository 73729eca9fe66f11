import { parseArgs } from "node:util";
import { startPostgres } from "../embedded/postgres/start";
import { temporaryDataDir } from "../tests/support/installation";
import { throwDice } from "./dice";
import { kills } from "./kills";
import type { Scenario, Size, Told } from "./scenario";
import { SCENARIOS } from "./scenarios";
import { openWorld, type World } from "./world";

const { values, positionals } = parseArgs({
  options: { seed: { type: "string" }, short: { type: "boolean", default: false } },
  allowPositionals: true,
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const size: Size = values.short ? "short" : "full";
const all = [kills.name, ...SCENARIOS.map(({ name }) => name)];
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0 || !Number.isInteger(seed)) {
  console.error(`Usage: npm run chaos -- [NAME …] [--seed N] [--short]\nNames: ${all.join(", ")}`);
  process.exit(2);
}
const isChosen = ({ name }: { name: string }) => positionals.length === 0 || positionals.includes(name);

console.log(`seed ${seed}, ${size} form\n`);
console.log("| scenario | what was done | what came of it | time | |\n|---|---|---|---|---|");
let failed = 0;
await playInProcess(SCENARIOS.filter(isChosen));
if (isChosen(kills)) await play(kills, undefined);
process.exit(failed > 0 ? 1 : 0);

async function playInProcess(scenarios: Scenario<World>[]): Promise<void> {
  if (scenarios.length === 0) return;
  const { dataDir, remove } = temporaryDataDir();
  const postgres = await startPostgres({ dataDir });
  const world = await openWorld(postgres.ownerUrl);
  try {
    for (const scenario of scenarios) await play(scenario, world);
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
