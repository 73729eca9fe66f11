import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { liftSuppression } from "@/lib/addresses/lift";
import { log } from "@/lib/log";
import { cancelMailing } from "@/lib/mailings/hold";
import { callProvider } from "@/lib/messages/call-provider";
import { drainInbox } from "@/lib/messages/drain";
import { handOver } from "@/lib/messages/hand-over";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";

let runs: Runs;
let desk: Desk;

beforeAll(async () => {
  runs = await Runs.open("late");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(() => runs.next());

test.each([
  ["before", "unconfirmed"],
  ["after", "problem_bounced"],
])("a bounce of %s the lift that is told after it leaves the card %s", async (when, status) => {
  const [email = ""] = await runs.recipients(1);
  const { mailingId, total } = await desk.prepared(runs.office.id, 1);
  await desk.sendAll(runs.office.id, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  const before = new Date();
  await desk.sql`update members set email_status = 'problem_blocked' where email = ${email}`;
  await runs.getsProblem(email);
  await liftSuppression(email, "Brevlådan fungerar igen");
  const [attempt] = await desk.sql`
    select a.id from attempts a join messages m on m.id = a.message_id where m.mailing_id = ${mailingId}`;
  const event = {
    type: "email.bounced",
    /* Of the lift the microsecond is known, of an event the millisecond. */
    created_at: (when === "before" ? before : new Date(Date.now() + 1)).toISOString(),
    data: {
      tags: { attempt: attempt?.id },
      bounce: { type: "Permanent", subType: "General", message: "no" },
    },
  };
  await desk.sql`
    insert into provider_events (event_id, type, payload)
    values (${`bounced_${when}`}, ${event.type}, ${desk.sql.json(event)})`;
  await drainInbox();
  expect(await desk.counts(mailingId)).toEqual({ bounced: 1 });
  expect(await desk.sql`select email_status from members where email = ${email}`).toEqual([
    { email_status: status },
  ]);
});

test("a temporary bounce that comes in after the mailing was cancelled promises no other attempt", async () => {
  const [card = ""] = await desk.arrange.members(runs.office.id, [{ email: "full+late@resend.dev" }]);
  const { mailingId } = await desk.prepared(runs.office.id, 1);
  await callProvider(runs.office.id, await handOver(runs.office.id, mailingId, 0));
  await cancelMailing(runs.office.id, ANNA, mailingId);
  await desk.drainUntilQuiet(mailingId);
  expect(
    await desk.sql`select status, stopped, reason, next_attempt_at from messages where mailing_id = ${mailingId}`,
  ).toEqual([
    { status: "bounced", stopped: "cancelled", reason: { code: "stopped_cancelled" }, next_attempt_at: null },
  ]);
  expect(await desk.sql`select email_status from members where id = ${card}`).toEqual([
    { email_status: "confirmed" },
  ]);
});

test("the operator is told of mail that a receiver turned down because of us, and the address is all right", async () => {
  const warn = vi.spyOn(log(), "warn");
  const [card = ""] = await desk.arrange.members(runs.office.id, [{ email: "policy+told@resend.dev" }]);
  const { mailingId, total } = await desk.prepared(runs.office.id, 1);
  await desk.sendAll(runs.office.id, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  expect(await desk.counts(mailingId)).toEqual({ unknown: 1 });
  expect(warn.mock.calls).toContainEqual([
    { reasons: { refused_by_receiver: 1 } },
    "mail was refused, and not because of its address",
  ]);
  expect(await desk.sql`select email_status from members where id = ${card}`).toEqual([
    { email_status: "confirmed" },
  ]);
  warn.mockRestore();
});
