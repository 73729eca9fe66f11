import { afterAll, beforeAll, test } from "vitest";
import { AROUND } from "@/tests/integration/register/acts/around";
import { CARDS } from "@/tests/integration/register/acts/cards";
import type { Draws } from "@/tests/integration/register/acts/drawn";
import { LISTS } from "@/tests/integration/register/acts/lists";
import { MAILS } from "@/tests/integration/register/acts/mails";
import { PEOPLE } from "@/tests/integration/register/acts/people";
import { cardsAgree, countsAgree, secretsAreKept } from "@/tests/integration/register/laws";
import { Stage } from "@/tests/integration/register/stage";
import fc from "@/tests/support/fast-check";

/** How many lives: set by hand for more and longer ones. A failing one is played again by its seed and path. */
const RUNS = Number(process.env.LIFE_RUNS ?? 0);
const LENGTH = RUNS > 0 ? 120 : 60;
const PATH = process.env.LIFE_PATH;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage?.desk.close());

const ACTS = { ...CARDS, ...LISTS, ...MAILS, ...PEOPLE, ...AROUND };

/** Weights of acts that are drawn more than once as often. */
const OFTEN: Record<string, number> = {
  "add a card": 5,
  "change an address": 4,
  "take an address off and put it back": 3,
  "erase a person": 2,
  import: 4,
  "ask for confirmation": 10,
  send: 5,
  confirm: 8,
  "it was not me": 2,
  "open a link": 2,
  unsubscribe: 2,
  "the provider tells": 6,
  "lift a suppression": 3,
  "restore an office": 2,
  "time passes": 2,
  "the sweep runs": 2,
};

type Step = { what: string; draws: Draws };

const draw = fc.noBias(fc.nat(9999));
const names = Object.keys(ACTS).flatMap((name) => Array<string>(OFTEN[name] ?? 1).fill(name));
const step = fc.record({ what: fc.constantFrom(...names), draws: fc.tuple(draw, draw, draw) });

/** @throws Error with what does not hold, and what was done before. */
async function live(plan: readonly Step[]): Promise<void> {
  await stage.begin();
  const done: string[] = [];
  try {
    for (const { what, draws } of plan) {
      done.push(`${what} ${draws}`);
      stage.model.moment++;
      await ACTS[what]?.(stage, draws);
      await cardsAgree(stage);
    }
    await countsAgree(stage);
    await secretsAreKept(stage);
  } catch (cause) {
    throw new Error(`${cause}\nafter\n${done.slice(-25).join("\n")}`, { cause });
  }
}

test("whatever is done in the registers, each card is as the rules of the domain have it", async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: LENGTH, maxLength: LENGTH }), live), {
    numRuns: RUNS || 3,
    ...(PATH && { path: PATH }),
    endOnFailure: process.env.LIFE_SHRINK === undefined,
  });
}, 0);
