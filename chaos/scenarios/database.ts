import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually, type Scenario } from "../scenario";
import type { World } from "../world";
import { addresses, type Sent, send, settle } from "../world/mailing";
import { type Strikes, strike, strikeNoMore, strikes } from "../world/strikes";
import { told } from "./told";

const BOUNCED = 20;

function receivers(count: number): string[] {
  const bounced = Array.from({ length: BOUNCED }, () => `bounced+${randomUUID()}@resend.dev`);
  return [...bounced, ...addresses(count - BOUNCED)];
}

function struck(name: string, done: string, chances: Partial<Strikes>): Scenario<World> {
  return {
    name,
    async play(world, dice, size) {
      const [count, wanted] = size === "full" ? [5000, 300] : [600, 8];
      const { own } = world.books;
      let sent: Sent | undefined;
      /* Otherwise everything may be sent before the first fault. */
      await world.app.holding(async () => {
        sent = await send(world, receivers(count));
        await strike(own, chances, dice.seed);
      });
      if (!sent) throw new Error("nothing was sent");
      await eventually(
        "it has struck often enough",
        async () => {
          await world.pass("2 minutes");
          return (await strikes(own)) >= wanted || "not yet";
        },
        { within: 60_000 },
      ).catch(() => {});
      const times = await strikes(own);
      await strikeNoMore(own);
      await settle(world, sent.officeId);
      const report = await told(world, sent, `${times} times: ${done}`, {
        sent: count - BOUNCED,
        bounced: BOUNCED,
      });
      if (times === 0) report.faults.push("it never struck");
      return report;
    },
  };
}

const dropped: Scenario<World> = {
  name: "database-dropped",
  async play(world, dice, size) {
    const [count, cuts] = size === "full" ? [10_000, 200] : [800, 12];
    const sent = await send(world, receivers(count));
    let ended = 0;
    while (ended < cuts) {
      await sleep(dice.wait(60));
      const connections = await world.books.own<{ pid: number }[]>`
        select pid from pg_stat_activity
        where datname = current_database() and application_name like 'brevduva%' order by pid`;
      if (connections.length === 0) continue;
      await world.books.own`select pg_terminate_backend(${dice.pick(connections).pid}::int)`;
      ended++;
      if (ended % 5 === 0) await world.pass("2 minutes");
    }
    await settle(world, sent.officeId);
    const done = `${ended} connections were ended by the database, whatever they were doing`;
    return told(world, sent, done, { sent: count - BOUNCED, bounced: BOUNCED });
  },
};

export const database: Scenario<World>[] = [
  dropped,
  struck("database-cut", "a connection was cut in the middle of a transaction", { cut: 0.08 }),
  struck("database-conflicts", "a transaction could not be serialized, or met a deadlock", {
    "40001": 0.15,
    "40P01": 0.1,
  }),
  struck("database-full", "the disk was full on write, or there were too many connections", {
    "53100": 0.15,
    "53300": 0.05,
  }),
];
