import { setTimeout as sleep } from "node:timers/promises";
import { asSystem } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { anyUnderWay } from "@/lib/mailings/under-way";
import { anyBeingCalled } from "@/lib/messages/being-called";
import { madeNow, nextCallIn, type Pace, paceOf, type Reserved, reserve } from "@/lib/pace/schedule";

/** Look-ups take at most a fifth of the provider's rate while anything is being sent. */
const LOOKUP_SHARE = 5;
/** How far ahead of its moment a call may be got ready, in milliseconds. */
const AHEAD = 250;
/** So late, in milliseconds, a call may leave without a word. */
const PUNCTUAL = 15;
/** So often a late call is written down anew, each time a little late. Then it leaves all the same. */
const TRIES = 3;

/**
 * So long, in milliseconds, a turn is waited for. The job server's own patience, and that of the proxies
 * between, are over after some minutes; what waits longer would wait once more each time it is asked anew.
 */
const LONGEST_WAIT = 120_000;

/** The provider has asked for a long pause, or very many are before: to be tried again after that time. */
export class TurnFarOff extends Error {
  constructor(readonly seconds: number) {
    super(`the provider can be called in ${seconds} seconds`);
  }
}

export type Turn = {
  /**
   * Waits for the moment and makes the call. That it leaves late is written down first: the one that
   * follows it in the provider's next window comes later by as much.
   *
   * @throws TurnFarOff before the call is made.
   */
  take<T>(call: () => Promise<T>): Promise<T>;
};

/** Whether whoever asks for a call now is told to come back later. */
export async function isTurnFarOff(): Promise<boolean> {
  return (await nextCallIn(paceOf("provider", env().MAIL_RATE))) > LONGEST_WAIT;
}

/**
 * Reserves the next call to the provider. The pace is kept in the database, so that all processes
 * share one rate (`MAIL_RATE` calls a second).
 *
 * @returns the turn, a little ahead of its moment: there is time to write down that the call is made.
 * @throws TurnFarOff
 */
export async function reserveCall(): Promise<Turn> {
  const pace = paceOf("provider", env().MAIL_RATE);
  return ready(pace, await reserveOne(pace));
}

/** As `reserveCall`, for questions: they yield to mail that goes out. @throws TurnFarOff */
export async function reserveLookUp(): Promise<Turn> {
  await until((await reserveOne(paceOf("lookup", await lookupRate()))).latest);
  return reserveCall();
}

/**
 * As `reserveCall`, for several calls one after the other: they are reserved together where one that is
 * late does not matter.
 *
 * @returns at least one turn, and no more than `most`.
 * @throws TurnFarOff
 */
export async function reserveCalls(most: number): Promise<Turn[]> {
  const pace = paceOf("provider", env().MAIL_RATE);
  if (pace.exact) return [await reserveCall()];
  return Promise.all((await reserveSoon(pace, most)).map((reserved) => ready(pace, reserved)));
}

async function reserveOne(pace: Pace): Promise<Reserved> {
  const [reserved] = await reserveSoon(pace, 1);
  return reserved;
}

/** A turn that is not waited for is not reserved: those after it would wait for nobody. */
async function reserveSoon(pace: Pace, count: number): Promise<[Reserved, ...Reserved[]]> {
  const [first, ...others] = await reserve(pace, count, LONGEST_WAIT);
  if (!first) throw new TurnFarOff(Math.ceil((await nextCallIn(pace)) / 1000));
  return [first, ...others];
}

async function ready(pace: Pace, reserved: Reserved): Promise<Turn> {
  const afterPause = reserved.earliest < performance.now();
  await until(reserved.latest - AHEAD);
  return {
    async take(call) {
      let next = reserved;
      await until(next.latest);
      for (let tries = 0; pace.exact && tries < TRIES && isLate(next); tries++) {
        next = (await madeNow(pace, next.at)) ?? (await reserveOne(pace));
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
    log().warn({ err: error }, "the moment of a call was not written down");
  }
}

async function until(moment: number): Promise<void> {
  const wait = moment - performance.now();
  if (wait > 0) await sleep(Math.ceil(wait));
}

async function lookupRate(): Promise<number> {
  const sending = await asSystem(async (tx) => (await anyUnderWay(tx)) || (await anyBeingCalled(tx)));
  return env().MAIL_RATE / (sending ? LOOKUP_SHARE : 1);
}
