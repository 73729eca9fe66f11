import { expect, it } from "vitest";
import { throwDice } from "@/chaos/dice";
import { kills } from "@/chaos/kills";

it("kills of app, job server and database lose nothing and double nothing", {
  timeout: 1_800_000,
}, async () => {
  const { faults } = await kills.play(undefined, throwDice(1), "short");
  expect(faults).toEqual([]);
});
