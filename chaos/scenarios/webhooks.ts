import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { asAuth } from "@/lib/db/tenant";
import { FACTS } from "@/lib/messages/facts";
import { eventually, type Scenario } from "../scenario";
import type { World } from "../world";
import { addresses, mails, type Sent, send, settle } from "../world/mailing";
import type { Letter } from "../world/postman";
import { told } from "./told";

/** Sends with every event held back, until the provider has told all of them. */
async function sendHeld(world: World, emails: readonly string[], events: number): Promise<Sent> {
  world.postman.holds = true;
  const sent = await send(world, emails);
  await eventually(
    "all mails are taken",
    async () => (await mails(world, sent)) === emails.length || "not yet",
  );
  await eventually("all events are told", async () => world.postman.held.length >= events || "not yet");
  return sent;
}

function takeHeld({ postman }: World): Letter[] {
  postman.holds = false;
  return postman.held.splice(0);
}

const flood: Scenario<World> = {
  name: "webhooks-flood",
  async play(world, dice, size) {
    const count = size === "full" ? 25_000 : 500;
    const bounced = Array.from({ length: count / 50 }, () => `bounced+${randomUUID()}@resend.dev`);
    const fine = addresses(count - bounced.length);
    const sent = await sendHeld(world, [...fine, ...bounced], count * 2);
    const held = takeHeld(world);
    await world.pass("3 days");
    const letters = dice.shuffled([...held, ...held]);
    const started = Date.now();
    const taken = await world.postman.bring(letters, 256);
    const seconds = Math.round((Date.now() - started) / 1000);
    await settle(world, sent.officeId);
    const done = `${letters.length} events at once, each twice, shuffled, three days late; taken in ${seconds} s`;
    const report = await told(world, sent, done, { sent: fine.length, bounced: bounced.length });
    if (taken !== letters.length) report.faults.push(`${letters.length - taken} were not taken`);
    return report;
  },
};

/** Every kind of malformed event with a valid signature. */
const strange: Scenario<World> = {
  name: "webhooks-strange",
  async play(world, dice) {
    const sent = await sendHeld(world, addresses(50), 100);
    const held = takeHeld(world);
    const letters = held.map(({ body }) => ({ id: `msg_${randomUUID()}`, body: twist(body) }));
    function twist(body: string): string {
      const event = JSON.parse(body);
      const twists = [
        () => ({ ...event, type: `email.${dice.pick(FACTS)}_and_more` }),
        () => ({
          ...event,
          created_at: dice.pick(["+275760-09-13T00:00:00.000Z", "0000-01-01", "soon", "", null]),
        }),
        () => ({ ...event, data: { ...event.data, tags: { attempt: randomUUID() } } }),
        () => ({ ...event, data: { ...event.data, tags: { attempt: "x' or 1=1" } } }),
        () => ({ ...event, data: { ...event.data, email_id: "\u0000\ud800" } }),
        () => ({ ...event, data: null }),
        () => ({ ...event, type: "suppression.added", data: { email: 7 } }),
        () => ({ ...event, data: { ...event.data, to: [null, { a: 1 }] } }),
        () => ({
          ...event,
          type: "email.opened_",
          data: { deep: Array.from({ length: 500 }, () => "å".repeat(50)) },
        }),
      ];
      return JSON.stringify(dice.pick(twists)());
    }
    const taken = await world.postman.bring(dice.shuffled([...letters, ...held]));
    await settle(world, sent.officeId);
    const done = `${letters.length} events of unknown types, for messages nobody has, with wrong times and forms`;
    const report = await told(world, sent, done, { sent: 50 });
    if (taken !== letters.length + held.length) report.faults.push("some were not taken");
    return report;
  },
};

/** The provider reports a mail before the answer to our own call has been recorded. */
const early: Scenario<World> = {
  name: "webhooks-early",
  async play(world, _, size) {
    const count = size === "full" ? 2000 : 300;
    /* The answers take longer than the events on any machine. */
    await world.outbox.fault({ kind: "slow", delayMs: 5000, seconds: 600, match: { path: "/emails/batch" } });
    const sent = await send(world, addresses(count));
    await eventually("an event was there before its answer", async () => {
      const [row] = await world.books.own`
        select count(*)::int as count from attempts
        where office_id = ${sent.officeId} and fact = 80 and exists (
          select from batches b where b.state = 'open' and attempts.id = any (b.attempt_ids))`;
      return row?.count > 0 || "none yet";
    });
    await world.outbox.noFaults();
    await settle(world, sent.officeId);
    return told(world, sent, "events arrived before the call's own answer was written down", { sent: count });
  },
};

const gone: Scenario<World> = {
  name: "webhooks-gone",
  async play(world, dice) {
    const [emails, others] = [addresses(200), addresses(50)];
    const sent = await sendHeld(world, emails, 400);
    const removed = await sendHeld(world, others, 500);
    const letters = dice.shuffled(takeHeld(world));
    const half = Math.floor(letters.length / 2);
    await world.postman.bring(letters.slice(0, half));
    await world.books
      .own`delete from members where office_id = ${sent.officeId} and email < ${emails[100] ?? ""}`;
    const bringing = world.postman.bring(letters.slice(half));
    await asAuth((tx) => tx.execute(sql`delete from offices where id = ${removed.officeId}`));
    await bringing;
    await settle(world, sent.officeId);
    const report = await told(world, sent, "events for deleted members, and for a deleted office", {
      sent: 200,
    });
    const left = await world.books.own`select from messages where office_id = ${removed.officeId}`;
    if (left.length > 0) report.faults.push("messages of the removed office are left");
    return report;
  },
};

export const webhooks: Scenario<World>[] = [flood, strange, early, gone];
