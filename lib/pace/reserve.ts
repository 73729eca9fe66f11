import { setTimeout as sleep } from "node:timers/promises";
import { asSystem } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { anyUnderWay } from "@/lib/mailings/under-way";
import { madeNow, type Pace, paceOf, type Reserved, reserve } from "@/lib/pace/schedule";

/** Look-ups take at most a fifth of the provider's rate while anything is being sent. */
const LOOKUP_SHARE = 5;
/** How far ahead of its moment a call may be got ready, in milliseconds. */
const AHEAD = 250;
/** So late, in milliseconds, a call may leave without a word. */
const PUNCTUAL = 15;
/** So often a late call is written down anew, each time a little late. Then it leaves all the same. */
const TRIES = 3;

export type Turn = {
  /**
   * Waits for the moment and makes the call. That it leaves late is written down first: the one that
   * follows it in the provider's next window comes later by as much.
   */
  take<T>(call: () => Promise<T>): Promise<T>;
};

/**
 * Reserves the next call to the provider. The pace is kept in the database, so that all processes
 * share one rate (`MAIL_RATE` calls a second).
 *
 * @param lane `send` for mail that goes out; `lookup` for questions, which yield to it.
 * @returns the turn, a little ahead of its moment: there is time to write down that the call is made.
 */
export async function reserveCall(lane: "send" | "lookup"): Promise<Turn> {
  if (lane === "lookup") await until((await reserve(paceOf("lookup", await lookupRate()))).latest);
  const pace = paceOf("provider", env().MAIL_RATE);
  const reserved = await reserve(pace);
  const afterPause = reserved.earliest < performance.now();
  await until(reserved.latest - AHEAD);
  return {
    async take(call) {
      let next = reserved;
      await until(next.latest);
      for (let tries = 0; pace.exact && tries < TRIES && isLate(next); tries++) {
        next = (await madeNow(pace, next.at)) ?? (await reserve(pace));
        await until(next.latest);
      }
      const answer = await call();
      /* Perhaps it had to connect first: when the provider has opened its window, nobody knows. */
      if (pace.exact && afterPause) await noteAnswered(pace, next);
      return answer;
    },
  };
}

function isLate({ earliest }: Reserved): boolean {
  return performance.now() - earliest > PUNCTUAL;
}

/** The answer is not to be lost with a note about its time. */
async function noteAnswered(pace: Pace, { at }: Reserved): Promise<void> {
  try {
    await madeNow(pace, at);
  } catch (error) {
    log().warn({ error }, "the moment of a call was not written down");
  }
}

async function until(moment: number): Promise<void> {
  const wait = moment - performance.now();
  if (wait > 0) await sleep(Math.ceil(wait));
}

async function lookupRate(): Promise<number> {
  return env().MAIL_RATE / ((await asSystem(anyUnderWay)) ? LOOKUP_SHARE : 1);
}
