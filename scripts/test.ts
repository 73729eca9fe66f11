import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrowser } from "./test/browser";
import { readTally } from "./test/tally";

const folder = mkdtempSync(join(tmpdir(), "brevduva-report-"));
const report = join(folder, "report.json");
const vitest = join("node_modules", "vitest", "vitest.mjs");

let code = 1;
try {
  const env = { ...process.env, CHROMIUM_PATH: ensureBrowser() };
  const checked = await run("npm", ["run", "check"], env);
  const chosen = process.argv.slice(3);
  const options = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...chosen];
  const tested = await run(process.execPath, [vitest, ...options], env);
  const { passed, failed } = readTally(report);
  if (checked !== 0) console.log("npm run check found faults; see above.");
  if (tested !== 0 && failed === 0) console.log("The run of the tests failed outside of them; see above.");
  console.log(`${passed} passed, ${failed} failed`);
  code = checked || tested;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(code);

function run(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: "inherit" });
    const pass = (signal: NodeJS.Signals) => void child.kill(signal);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, pass);
    child.once("error", reject);
    child.once("exit", (exitCode) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, pass);
      resolve(exitCode ?? 1);
    });
  });
}
