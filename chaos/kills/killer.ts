import { setTimeout as sleep } from "node:timers/promises";
import type { Installation } from "@/tests/support/installation";
import type { Dice } from "../dice";
import { eventually } from "../scenario";

const VICTIMS = ["app", "jobs", "postgres"] as const;
type Victim = (typeof VICTIMS)[number];

/** Kills parts of an installation at random moments, each again as soon as it is back. */
export class Killer {
  readonly kills: Record<Victim, number> = { app: 0, jobs: 0, postgres: 0 };
  private readonly dead = new Set<number>();
  private order: Victim[] = [];

  constructor(
    private readonly installation: Installation,
    private readonly dice: Dice,
  ) {}

  /**
   * One kill; each part has its turn as often as the others.
   *
   * @param pauseMs how long it waits before it, on average
   */
  async strike(pauseMs: number): Promise<void> {
    await sleep(this.dice.wait(pauseMs));
    if (this.order.length === 0) this.order = this.dice.shuffled([...VICTIMS, ...VICTIMS]);
    const victim = this.order.pop() ?? "app";
    await eventually(`${victim} lives to be killed`, async () => this.kill(victim) || "dead", { every: 50 });
    this.kills[victim]++;
  }

  private kill(victim: Victim): boolean {
    const pid = this.installation.pids()[victim];
    if (this.dead.has(pid)) return false;
    this.dead.add(pid);
    try {
      process.kill(pid, "SIGKILL");
      return true;
    } catch {
      /* It has just exited by itself. */
      return false;
    }
  }

  /**
   * How often a part has exited without being killed, once it had been up. A part that exits at its start
   * because the database cannot be reached is restarted, as intended; the app then exits with the code of a
   * refused start.
   */
  deathsOfTheirOwn(): Record<string, number> {
    const deaths: Record<string, number> = {};
    const up = new Set<string>();
    for (const line of this.installation.output().split("\n")) {
      const ready = /^(\w+) \| .*(?:\bReady in\b|\bready http)/.exec(line)?.[1];
      if (ready) up.add(ready);
      const [, part = "", how = ""] = /^(\w+) ended \((.+)\) and is started again/.exec(line) ?? [];
      const meant = how === "SIGKILL" || how === "exit code 78" || part === "postgres";
      if (up.delete(part) && !meant) deaths[part] = (deaths[part] ?? 0) + 1;
    }
    return deaths;
  }
}
