import { fileURLToPath } from "node:url";
import { buildApp } from "../../scripts/start/steps";

/** One production build for all installations of the run: each start finds it ready. */
export default async function setup(): Promise<void> {
  await buildApp({
    root: fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, ""),
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    signal: new AbortController().signal,
    log: (line) => console.log(line),
  });
}
