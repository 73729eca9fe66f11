import { fileURLToPath } from "node:url";
import { buildApp } from "../../scripts/start/steps";

/**
 * One production build for all installations of the run, so that each start finds it ready. It must not print
 * warnings.
 */
export default async function setup(): Promise<void> {
  let warned = false;
  await buildApp({
    root: fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, ""),
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    signal: new AbortController().signal,
    log: (line) => {
      warned ||= /\bwarning\b/i.test(line);
      console.log(line);
    },
  });
  if (warned) throw new Error("The build warns of something; see the lines above.");
}
