import { setTimeout as sleep } from "node:timers/promises";
import { explain } from "../explain";
import type { Running } from "./processes";

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 10_000;
const STEADY = 30_000;

export type Kept = { stop(): Promise<void> };

/**
 * Starts a service and restarts it whenever it exits by itself, after a pause that doubles until it has run
 * for half a minute.
 *
 * @param changed is told the process number after every start
 * @throws whatever the first start throws; later failures are logged and retried
 */
export async function keepRunning(
  name: string,
  launch: () => Promise<Running>,
  changed: (pid: number) => void,
  log: (line: string) => void,
): Promise<Kept> {
  let stopping = false;
  let wake = () => {};
  let current: Running | undefined = await launch();
  changed(current.pid);

  const watch = async () => {
    let pause = FIRST_PAUSE;
    while (!stopping) {
      const since = Date.now();
      const end = current ? await current.exited : "it did not start";
      if (stopping) return;
      pause = Date.now() - since > STEADY ? FIRST_PAUSE : pause;
      log(`${name} ended (${end}) and is started again in ${pause / 1000} s`);
      await Promise.race([
        sleep(pause, undefined, { ref: false }),
        new Promise<void>((resolve) => {
          wake = resolve;
        }),
      ]);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      if (stopping) return;
      current = await launch().catch((error: unknown) => {
        log(`${name}: ${explain(error)}`);
        return undefined;
      });
      if (current) changed(current.pid);
    }
  };
  const watching = watch();

  return {
    async stop() {
      stopping = true;
      wake();
      await current?.stop();
      await watching;
      await current?.stop();
    },
  };
}
