import type { Scenario } from "../scenario";
import type { World } from "../world";
import { addresses, send, settle } from "../world/mailing";
import { told } from "./told";

/** In some of these the mails were accepted, in others not. */
const FAULTS = [
  "500",
  "503",
  "429",
  "409",
  "reset",
  "not_json",
  "page",
  "reset_after_accept",
  "500_after_accept",
  "reset_mid_answer",
  "fewer_ids",
  "slow",
];

/** About every third call fails, in one of these ways. */
export const providerAnswers: Scenario<World> = {
  name: "provider-answers",
  async play(world, dice, size) {
    const count = size === "full" ? 10_000 : 1000;
    const calls = size === "full" ? 200 : FAULTS.length;
    const faults = Array.from({ length: calls }, (_, n) => FAULTS[n] ?? dice.pick(FAULTS));
    /* The SDK's caller gives up after half a minute: too long for the short form. */
    if (size === "full") faults.push("timeout_after_accept", "timeout");
    for (const kind of dice.shuffled(faults)) {
      await world.outbox.fault({ kind, delayMs: dice.below(500), match: { path: "/emails/batch" } });
    }
    const sent = await send(world, addresses(count));
    await settle(world, sent.officeId);
    await world.outbox.noFaults();
    return told(world, sent, `${faults.length} calls failed in ${FAULTS.length} ways`, { sent: count });
  },
};
