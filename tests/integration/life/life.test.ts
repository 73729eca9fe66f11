import { afterAll, beforeAll, test } from "vitest";
import { AppError, Unavailable } from "@/lib/errors";
import { ACTS, ALL, meetsItsFate, OFTEN } from "@/tests/integration/life/acts";
import type { Draws } from "@/tests/integration/life/acts/drawn";
import { barred, barredMails } from "@/tests/integration/life/laws/barred";
import { OF_CARDS } from "@/tests/integration/life/laws/cards";
import { OF_MESSAGES } from "@/tests/integration/life/laws/messages";
import { Life } from "@/tests/integration/life/life";
import { type Fate, mortal } from "@/tests/integration/life/mortal";
import { comeToRest, disagreements } from "@/tests/integration/life/rest";
import fc from "@/tests/support/fast-check";

/**
 * How many lives: set by hand for more and longer ones with simultaneous acts, whose statements interleave.
 * The seed decides what is drawn, not how statements interleave.
 */
const RUNS = Number(process.env.LIFE_RUNS ?? 0);
const LENGTH = RUNS > 0 ? 60 : 40;

let life: Life;
beforeAll(async () => {
  life = await Life.open();
});
afterAll(() => life?.close());

type Act = { what: string; draws: Draws; fate: Fate | undefined };
/** Acts at the same time; `dice` decides how their statements interleave. */
type Step = { acts: Act[]; dice: number };

const draw = fc.nat(9999);
const fate: fc.Arbitrary<Fate | undefined> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record({
      at: fc.integer({ min: 1, max: 25 }),
      how: fc.constantFrom("before", "after", "cut"),
    }),
  },
);

function actOf(acts: object): fc.Arbitrary<Act> {
  const names = Object.keys(acts).flatMap((name) => Array<string>(OFTEN[name] ?? 1).fill(name));
  return fc.record({ what: fc.constantFrom(...names), draws: fc.tuple(draw, draw, draw), fate });
}

const alone = fc.record({ acts: fc.tuple(actOf(ALL)), dice: fc.constant(0) });
const together = fc.record({
  acts: fc.array(actOf(ACTS), { minLength: 2, maxLength: 5 }),
  dice: fc.integer({ min: 1, max: 0xffff }),
});
const step: fc.Arbitrary<Step> = RUNS > 0 ? fc.oneof(alone, together) : alone;

/** Milliseconds between the statements of acts that are done beside each other. */
function pauses(dice: number): () => number {
  let state = dice;
  return () => {
    if (dice === 0) return 0;
    state = (state * 1_103_515_245 + 12_345) % 0x8000_0000;
    return (state >> 16) % 9;
  };
}

async function perform({ what, draws, fate }: Act, pause: () => number): Promise<void> {
  const act = ALL[what];
  const how = { fate, pause };
  try {
    if (meetsItsFate(what)) await act?.(life, draws, how);
    else await mortal(how, async () => void (await act?.(life, draws, {})));
  } catch (error) {
    /* What is refused is refused; that the database cannot be reached is no answer where nothing broke. */
    if (!(error instanceof AppError) || error instanceof Unavailable) throw error;
  }
}

/** Errors that are expected where a provider refuses or a connection breaks. */
const RIGHTLY = /the program is dead|the connection was lost|the provider refused a batch/;

/** @throws Error with what does not hold, and what was done before. */
async function live(plan: readonly Step[]): Promise<void> {
  await life.begin();
  const done: string[] = [];
  const check = (law: string, faults: readonly string[]) => {
    if (faults.length === 0) return;
    throw new Error(`does not hold: ${law}\n${faults.join("\n")}\nafter\n${done.slice(-15).join("\n")}`);
  };
  const checkAll = async () => {
    for (const [law, holds] of Object.entries({ ...OF_CARDS, ...OF_MESSAGES })) check(law, await holds(life));
  };
  for (const { acts, dice } of plan) {
    done.push(acts.map(({ what, draws, fate }) => [what, draws, JSON.stringify(fate)].join(" ")).join(" | "));
    const before = await barred(life);
    const pause = pauses(dice);
    const ends = await Promise.allSettled(acts.map((act) => perform(act, pause)));
    for (const end of ends)
      if (end.status === "rejected") throw new Error(done.join("\n"), { cause: end.reason });
    await checkAll();
    check("what is barred does not go out", await barredMails(life, before));
  }
  done.push("and then all came to rest");
  check("nothing is left under way", await comeToRest(life));
  await checkAll();
  check("what was told is known", await disagreements(life));
  check(
    "nothing is complained about",
    life.complaints.filter((words) => !RIGHTLY.test(words)),
  );
}

test("whatever happens in whichever order, the laws hold, and all comes to rest", async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: LENGTH, maxLength: LENGTH }), live), {
    numRuns: RUNS || 2,
    endOnFailure: process.env.LIFE_SHRINK === undefined,
  });
}, 0);
