import type { Dice } from "./dice";

/** The report of a scenario: what was done, what came of it, and what should not be so. */
export type Told = { done: string; came: string; faults: string[] };

export type Size = "full" | "short";

/** A way in which things go wrong. It throws only when it cannot be played at all. */
export type Scenario<Stage> = {
  name: string;
  play(stage: Stage, dice: Dice, size: Size): Promise<Told>;
};

/** Waits for something that has to come by itself. @throws Error with what was seen last */
export async function eventually(
  what: string,
  look: () => Promise<true | string>,
  { within = 600_000, every = 250 } = {},
): Promise<void> {
  const deadline = Date.now() + within;
  for (;;) {
    const seen = await look().catch((error: unknown) => String(error));
    if (seen === true) return;
    if (Date.now() > deadline) throw new Error(`${what} within ${within / 1000} s; seen last: ${seen}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
