import { handOver } from "@/lib/messages/hand-over";
import { beginCalls } from "@/lib/messages/open-batch";
import { eventually, type Scenario } from "../scenario";
import type { World } from "../world";
import { addresses, mails, type Sent, send, settle } from "../world/mailing";
import { told } from "./told";

/** The provider takes a batch without answering, and is then away altogether, events and all. */
async function beginOutage(world: World, recipients: number): Promise<Sent> {
  world.postman.holds = true;
  const calls = { path: "/emails/batch" };
  await world.outbox.fault({ kind: "reset_after_accept", count: 1, match: calls });
  await world.outbox.fault({ kind: "outage", seconds: 7200 });
  const sent = await send(world, addresses(recipients));
  await eventually("a batch was taken", async () => (await mails(world, sent)) === 100 || "not yet");
  return sent;
}

async function endOutage({ outbox, postman }: World): Promise<void> {
  await outbox.noFaults();
  postman.holds = false;
  await postman.bring(postman.held.splice(0));
}

/** A process has written down that it calls, and has died before it could say more. */
async function dieWhileCalling({ officeId, mailingId }: Sent): Promise<void> {
  await eventually("a batch is being called", async () => {
    const [batch] = await handOver(officeId, mailingId, 0);
    return (batch && (await beginCalls(officeId, [batch.id])).size > 0) || "no batch";
  });
}

const short: Scenario<World> = {
  name: "outage-30-minutes",
  async play(world, _, size) {
    const count = size === "full" ? 5000 : 700;
    const sent = await beginOutage(world, count);
    for (let minutes = 0; minutes < 30; minutes += 3) await world.pass("3 minutes");
    const during = await mails(world, sent);
    await endOutage(world);
    await settle(world, sent.officeId);
    const report = await told(world, sent, "nobody answered for 30 minutes, 100 had been taken", {
      sent: count,
    });
    if (during !== 100) report.faults.push(`${during} mails were taken during the outage`);
    return report;
  },
};

/** Longer than the provider remembers a key: a blind repetition would be sent twice. */
const long: Scenario<World> = {
  name: "outage-25-hours",
  async play(world, _, size) {
    const count = size === "full" ? 5000 : 700;
    const sent = await beginOutage(world, count);
    await dieWhileCalling(sent);
    for (let hours = 0; hours < 25; hours++) await world.pass("1 hour");
    await eventually("the sweep has seen it", () => nothingOldIsOpen(world, sent));
    const old = await oldStatuses(world, sent);
    const before = await mails(world, sent);
    await endOutage(world);
    await settle(world, sent.officeId, "20 minutes");
    const forgotten = old.length;
    const done = `nobody answered for 25 hours; of ${forgotten} handed over at its beginning ${before} had been taken`;
    const report = await told(world, sent, done, { sent: count });
    const seen = [...new Set(old)].join(", ");
    if (seen !== "unknown") report.faults.push(`the ${forgotten} were shown as ${seen} instead of unknown`);
    return report;
  },
};

/** Batches whose key the provider may have forgotten. */
const OLD = "first_called_at < now() - interval '23 hours'";

async function nothingOldIsOpen(world: World, { officeId }: Sent): Promise<true | string> {
  await world.pass("3 minutes");
  const [row] = await world.books.own`
    select count(*)::int as count from batches
    where office_id = ${officeId} and state = 'open' and ${world.books.own.unsafe(OLD)}`;
  return row?.count === 0 || `${row?.count} open`;
}

async function oldStatuses({ books: { own } }: World, { officeId }: Sent): Promise<string[]> {
  const rows = await own<{ status: string }[]>`
    select m.status from batches b cross join unnest(b.attempt_ids) as v(id)
    join attempts a on a.id = v.id join messages m on m.id = a.message_id
    where b.office_id = ${officeId} and ${own.unsafe(OLD)}`;
  return rows.map(({ status }) => status);
}

export const outages: Scenario<World>[] = [short, long];
