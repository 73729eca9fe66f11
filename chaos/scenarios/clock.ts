import { randomUUID } from "node:crypto";
import { eventually, type Scenario } from "../scenario";
import type { World } from "../world";
import { type Sent, send, settle } from "../world/mailing";
import { told } from "./told";

/** Hours from one due time of the five days to the next, and at last to their end. */
const STEPS = [1, 3, 8, 12, 24, 24, 24, 24];

/** Lives through the five days of a full mailbox, looking just before and just after each due time. */
async function fiveDays(world: World, after: (step: number) => Promise<void>): Promise<[Sent, string[]]> {
  const sent = await send(world, [`full+${randomUUID()}@resend.dev`]);
  const faults: string[] = [];
  await eventually(
    "it has come back",
    async () => (await seen(world, sent)) === "1 soft_bounced" || "not yet",
  );
  for (const [step, hours] of STEPS.entries()) {
    await world.pass(`${hours * 60 - 10} minutes`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const early = await seen(world, sent);
    if (early !== `${step + 1} soft_bounced`) faults.push(`ten minutes before step ${step + 1}: ${early}`);
    await world.pass("11 minutes");
    const expected = step + 1 < STEPS.length ? `${step + 2} soft_bounced` : `${STEPS.length} bounced`;
    await eventually(`step ${step + 1}`, async () => {
      const now = await seen(world, sent);
      return now === expected || now;
    });
    await world.pass("-1 minutes");
    await after(step + 1);
  }
  await settle(world, sent.officeId);
  return [sent, faults];
}

/** How many attempts have come back, and the message's status. */
async function seen({ books: { own } }: World, { officeId }: Sent): Promise<string> {
  const [row] = await own`
    select m.status, (select count(*)::int from attempts a where a.message_id = m.id and a.fact = 60) as attempts
    from messages m where m.office_id = ${officeId}`;
  return `${row?.attempts} ${row?.status}`;
}

const daylight: Scenario<World> = {
  name: "clock-daylight-saving",
  async play(world) {
    const { own } = world.books;
    /* A time zone of its own in which daylight saving time starts tomorrow and ends the day after that. */
    const today = Math.floor((Date.now() - Date.UTC(new Date().getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
    const day = (offset: number) => `J${((today + offset - 1) % 365) + 1}`;
    const [row] = await own`select current_database() as name`;
    const zone = async (setting: string) => {
      await own.unsafe(`alter database ${row?.name} ${setting}`);
      await own`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'brevduva'`;
    };
    await zone(`set timezone = 'VIN-2SOM-3,${day(1)}/3,${day(3)}/4'`);
    const [sent, faults] = await fiveDays(world, async () => {});
    await zone("reset timezone");
    const report = await told(world, sent, "five days with a change to summer time and back", { bounced: 1 });
    return { ...report, faults: [...faults, ...report.faults] };
  },
};

const back: Scenario<World> = {
  name: "clock-back",
  async play(world, dice) {
    const jump = 1 + dice.below(STEPS.length - 1);
    const [sent, faults] = await fiveDays(world, async (step) => {
      if (step !== jump) return;
      await world.pass("-1 hour");
      await new Promise((resolve) => setTimeout(resolve, 1000));
      /* The hour that is repeated. */
      await world.pass("1 hour");
    });
    const done = `five days; after attempt ${jump + 1} the clock jumped back an hour`;
    const report = await told(world, sent, done, { bounced: 1 });
    return { ...report, faults: [...faults, ...report.faults] };
  },
};

export const clock: Scenario<World>[] = [daylight, back];
