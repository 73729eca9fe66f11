import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Installation } from "./installation";

const pidsFile = z.object({ app: z.number() });

function appOf(data: string): number {
  return pidsFile.parse(JSON.parse(readFileSync(join(data, "pids.json"), "utf8"))).app;
}

/** Ends the app's process; `npm start` starts it again, and this waits until it answers. */
export async function restartApp({ data, port }: Installation): Promise<void> {
  const before = appOf(data);
  process.kill(-before, "SIGTERM");
  while (appOf(data) === before) await sleep(100);
  await untilHealthy(`http://127.0.0.1:${port}/api/health`);
}

/** Waits until an app answers that it has all that it needs. */
export async function untilHealthy(url: string): Promise<void> {
  while (!(await fetch(url).catch(() => null))?.ok) await sleep(200);
}

/**
 * The most memory that the app's processes have held at once each since their start, in MB.
 *
 * @throws Error where there is no /proc: the kernel keeps these figures on Linux.
 */
export function peakMemoryOfApp(data: string): number {
  const kilobytes = membersOfGroup(appOf(data)).map((pid) => {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  });
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** The processes of a group; the app runs in its own. */
function membersOfGroup(group: number): number[] {
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  return pids.filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      /* After the command's name in parentheses: state, parent, group. */
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]) === group;
    } catch {
      return false;
    }
  });
}
