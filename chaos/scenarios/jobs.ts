import { drainInbox } from "@/lib/messages/drain";
import { eventually, type Scenario } from "../scenario";
import type { World } from "../world";
import { functions, olderSendChunk } from "../world/functions";
import { addresses, mails, send, settle } from "../world/mailing";
import { told } from "./told";

const twice: Scenario<World> = {
  name: "jobs-twice",
  async play(world, _, size) {
    const count = size === "full" ? 10_000 : 800;
    world.courier.double = /./;
    world.app.callsAtOnce = 2;
    const sent = await send(world, addresses(count));
    await settle(world, sent.officeId);
    world.courier.double = null;
    world.app.callsAtOnce = 1;
    const done = "every event was delivered twice and every call of a job carried out twice at once";
    return told(world, sent, done, { sent: count });
  },
};

const drains: Scenario<World> = {
  name: "jobs-two-drains",
  async play(world, dice, size) {
    const count = size === "full" ? 5000 : 500;
    world.postman.holds = true;
    const sent = await send(world, addresses(count));
    await eventually("all is told", async () => world.postman.held.length >= count * 2 || "not yet");
    world.postman.holds = false;
    let arrived = false;
    const drain = async () => {
      while (!arrived) await drainInbox();
    };
    const drains = [drain(), drain(), drain()];
    await world.postman.bring(dice.shuffled(world.postman.held.splice(0)));
    arrived = true;
    await Promise.all(drains);
    await settle(world, sent.officeId);
    return told(world, sent, `three drains at once beside the job's own, over ${count * 2} events`, {
      sent: count,
    });
  },
};

const lostWake: Scenario<World> = {
  name: "jobs-lost-wake",
  async play(world, _, size) {
    const count = size === "full" ? 5000 : 500;
    world.courier.lose = /./;
    const sent = await send(world, addresses(count));
    await world.pass("1 minute");
    const before = await mails(world, sent);
    world.courier.lose = null;
    await settle(world, sent.officeId);
    const report = await told(world, sent, "every event to the job server was lost for a minute", {
      sent: count,
    });
    if (before > 0) report.faults.push(`${before} mails went out all the same: nothing was lost`);
    return report;
  },
};

const deployed: Scenario<World> = {
  name: "jobs-new-version",
  async play(world, _, size) {
    const count = size === "full" ? 20_000 : 1200;
    await world.outbox.fault({ kind: "slow", delayMs: 150, seconds: 600, match: { path: "/emails/batch" } });
    world.app.deploy(functions.map((fn) => (fn.id() === olderSendChunk.id() ? olderSendChunk : fn)));
    await world.sync();
    const sent = await send(world, addresses(count));
    await eventually("some is sent", async () => (await mails(world, sent)) >= count / 3 || "too little");
    const before = await mails(world, sent);
    world.app.deploy(functions);
    await world.sync();
    await world.outbox.noFaults();
    await settle(world, sent.officeId);
    const done = `other functions, with other steps, were deployed after ${before} of ${count} mails`;
    return told(world, sent, done, { sent: count });
  },
};

export const jobs: Scenario<World>[] = [twice, drains, lostWake, deployed];
