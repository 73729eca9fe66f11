import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { throwDice } from "@/chaos/dice";
import { SCENARIOS } from "@/chaos/scenarios";
import { openWorld, type World } from "@/chaos/world";

/** The same in every run; `npm run chaos` throws other ones. */
const SEED = 1;
/** They take minutes even in their short form, and are played by `npm run chaos` alone. */
const LONG = /^(clock-|jobs-new-version|database-(dropped|conflicts|full))/;

let world: World;
beforeAll(async () => {
  world = await openWorld(inject("clusterUrl"));
});
afterAll(() => world?.close());

const quick = SCENARIOS.filter(({ name }) => !LONG.test(name));

test.each(quick)("$name", { timeout: 900_000 }, async ({ play }) => {
  const { faults } = await play(world, throwDice(SEED), "short");
  expect(faults).toEqual([]);
});
