import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { holdEveryAddress } from "@/lib/addresses/known";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { finishErasure } from "@/lib/erasures/finish";
import { signLink } from "@/lib/links/token";
import { cancelMailing, pauseMailing } from "@/lib/mailings/hold";
import { RETRY_CHUNK } from "@/lib/messages/chunk";
import { expireNext } from "@/lib/messages/expire";
import { type FactRecord, foldFacts } from "@/lib/messages/fold";
import { handOver } from "@/lib/messages/hand-over";
import { sendNext } from "@/lib/messages/send-next";
import { unsubscribe } from "@/lib/unsubscriptions/link";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";

/** A large import holds all addresses until it ends. Who presses pause or cancel does not wait for it. */

let runs: Runs;
let desk: Desk;
let endImport: () => Promise<unknown>;

beforeAll(async () => {
  runs = await Runs.open("behind");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(async () => {
  await runs.next();
});

/** An office is in the midst of an import. */
async function importing(): Promise<void> {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const other = await desk.arrange.office();
  await new Promise<void>((held) => {
    const done = withOffice(other.id, async (tx) => {
      await holdEveryAddress(tx);
      held();
      await ended;
    });
    endImport = async () => {
      end();
      await done;
    };
  });
}

const event = (attemptId: string | undefined, fact: FactRecord["fact"]): FactRecord => ({
  attemptId: attemptId ?? "",
  fact,
  source: "event",
  key: `behind:${attemptId}:${fact}`,
  reason: null,
  occurredAt: new Date(),
});

/** A mailing under way to three; the first two have come back for a while and are to be tried again now. */
async function underWay() {
  await runs.recipients(3);
  const { mailingId } = await desk.prepared(runs.office.id, 3);
  await sendNext(runs.office.id, mailingId, 0);
  const sent = await desk.sql<{ id: string; message: string }[]>`
    select a.id, m.id as message from attempts a join messages m on m.id = a.message_id
    where m.mailing_id = ${mailingId} order by position`;
  const [first, second] = sent;
  await asSystem((tx) =>
    foldFacts(tx, [event(first?.id, "soft_bounced"), event(second?.id, "soft_bounced")]),
  );
  await desk.sql`
    update messages set next_attempt_at = now(), window_started_at = now() - interval '1 hour'
    where mailing_id = ${mailingId} and status = 'soft_bounced'`;
  return { mailingId, sent };
}

async function soon(work: Promise<unknown>): Promise<boolean> {
  const done = work.then(() => true);
  return Promise.race([done, sleep(2000).then(() => false)]);
}

const learns: [string, (sent: { id: string; message: string }[]) => Promise<unknown>][] = [
  ["a bounce is folded", (sent) => asSystem((tx) => foldFacts(tx, [event(sent[0]?.id, "bounced")]))],
  ["somebody unsubscribes", (sent) => unsubscribe(signLink("unsubscribe", sent[0]?.message ?? "", 1))],
  [
    "a window is over",
    async (sent) => {
      await desk.sql`update attempts set provider_id = null where id = ${sent[0]?.id ?? ""}`;
      await desk.sql`
        update messages set window_started_at = now() - interval '6 days' where id = ${sent[0]?.message ?? ""}`;
      return expireNext();
    },
  ],
  [
    "a person is erased",
    async (sent) => {
      const [card] = runs.cards;
      await desk.sql`
        insert into erasures (office_id, member_id, message_ids, addresses) values (${runs.office.id}, ${card ?? ""},
          ${[sent[0]?.message ?? ""]}, ${[runs.address("m0")]})`;
      return asSystem((tx) => finishErasure(tx, card ?? ""));
    },
  ],
];

describe.each(learns)("while %s during an import", (_, learn) => {
  const presses = {
    pause: async (mailingId: string) => pauseMailing(runs.office.id, ANNA, mailingId),
    cancel: async (mailingId: string) => cancelMailing(runs.office.id, ANNA, mailingId),
  };
  test.each(["pause", "cancel"] as const)("the mailing can be stopped: %s", async (press) => {
    const { mailingId, sent } = await underWay();
    await importing();
    const learning = learn(sent);
    await lockWaits(desk.sql);
    const handing = handOver(runs.office.id, mailingId, RETRY_CHUNK);
    await soon(handing);
    const pressed = presses[press](mailingId);
    const inTime = await soon(pressed);
    await endImport();
    await Promise.all([learning, handing, pressed]);
    expect(inTime).toBe(true);
  });
});
