import { setTimeout as sleep } from "node:timers/promises";
import { asSystem } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { anyUnderWay } from "@/lib/mailings/under-way";
import { anyBeingCalled } from "@/lib/messages/being-called";
import { madeNow, nextCallIn, type Pace, paceOf, type Reserved, reserve } from "@/lib/pace/schedule";

/** Look-ups take at most a fifth of the provider's rate while anything is being sent. */
const LOOKUP_SHARE = 5;
/** Milliseconds before its moment at which the caller gets its turn, to prepare the call. */
const AHEAD = 250;
/** Milliseconds by which a call may be late without being recorded as late. */
const PUNCTUAL = 15;
/**
 * Most attempts to record a late call, each of which may itself be late. Then the call is made all the same.
 */
const TRIES = 3;

/**
 * Longest wait for a turn, in milliseconds. The job server and the proxies in between give up after some
 * minutes; a longer wait would start again each time the request is repeated.
 */
const LONGEST_WAIT = 120_000;

/** The provider has asked for a long pause, or very many calls are waiting: try again after that time. */
export class TurnFarOff extends Error {
  constructor(readonly seconds: number) {
    super(`the provider can be called in ${seconds} seconds`);
  }
}

export type Turn = {
  /**
   * Waits for the moment and makes the call. A late call is recorded first, so that the call that follows it
   * in the provider's next window is delayed by as much.
   *
   * @throws TurnFarOff before the call is made.
   */
  take<T>(call: () => Promise<T>): Promise<T>;
};

/** Whether a call that is requested now would have to come back later. */
export async function isTurnFarOff(): Promise<boolean> {
  return (await nextCallIn(paceOf("provider", env().MAIL_RATE))) > LONGEST_WAIT;
}

/**
 * Reserves the next call to the provider. The schedule is kept in the database, so that all processes share
 * one rate (`MAIL_RATE` calls a second).
 *
 * @returns the turn, a little ahead of its moment, so that the caller can record that the call is made.
 * @throws TurnFarOff
 */
export async function reserveCall(): Promise<Turn> {
  const pace = paceOf("provider", env().MAIL_RATE);
  return ready(pace, await reserveOne(pace));
}

/**
 * As `reserveCall`, for look-ups: they give way to mail that is being sent.
 *
 * @throws TurnFarOff
 */
export async function reserveLookUp(): Promise<Turn> {
  await until((await reserveOne(paceOf("lookup", await lookupRate()))).latest);
  return reserveCall();
}

/**
 * As `reserveCall`, for several calls in a row: they are reserved together if the rate is so high that a late
 * call does not matter.
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

/** A turn that is too far away is not reserved: later ones would wait for nothing. */
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
      /* The call may have had to connect first, so it is not known when the provider's window opened. */
      if (pace.exact && afterPause) await noteAnswered(pace, next);
      return answer;
    },
  };
}

function isLate({ earliest }: Reserved): boolean {
  return performance.now() - earliest > PUNCTUAL;
}

/** Failing to record the time must not lose the answer. */
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
