import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { throwDice } from "@/chaos/dice";
import { SCENARIOS } from "@/chaos/scenarios";
import { openWorld, type World } from "@/chaos/world";

/** The same in every run; `npm run chaos` throws other ones. */
const SEED = 1;
let world: World;
beforeAll(async () => {
  world = await openWorld(inject("clusterUrl"));
});
afterAll(() => world?.close());

test.each(SCENARIOS)("$name", { timeout: 900_000 }, async ({ play }) => {
  const { faults } = await play(world, throwDice(SEED), "short");
  expect(faults).toEqual([]);
});
