import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { freePort } from "../embedded/postgres/free-port";
import { nextProgram } from "../scripts/start/steps";
import { untilHealthy } from "./app-process";
import { ownerUrl } from "./owner";

/**
 * A second app process on the same database, and a second job server that calls it: the two job servers
 * share their work, so each app gets about half.
 *
 * @returns the processes, for the caller to stop.
 */
export async function startSecondApp(data: string): Promise<ChildProcess[]> {
  const port = await freePort();
  const env = { ...process.env, NODE_ENV: "production" as const };
  const app = spawn(
    process.execPath,
    [nextProgram(process.cwd()), "start", "-H", "127.0.0.1", "-p", String(port)],
    {
      env,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  await untilHealthy(`http://127.0.0.1:${port}/api/health`);
  const jobs = spawn(process.execPath, ["--import", "tsx", join("embedded", "inngest", "main.ts")], {
    env: {
      ...env,
      JOBS_DATABASE_URL: ownerUrl(data, "brevduva_jobs"),
      JOBS_PORT: String(await freePort()),
      JOBS_APP_URL: `http://127.0.0.1:${port}/api/inngest`,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => jobs.stdout?.once("data", resolve));
  return [jobs, app];
}
