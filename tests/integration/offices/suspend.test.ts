import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inviteColleague, resendInvitation } from "@/lib/colleagues/invite";
import { requestConfirmations } from "@/lib/confirmations/request";
import { asAuth } from "@/lib/db/tenant";
import { NotFound } from "@/lib/errors";
import { cancelMailing, pauseMailing, resumeMailing } from "@/lib/mailings/hold";
import { prepareMailing } from "@/lib/mailings/prepare";
import { sendTest } from "@/lib/mailings/preview";
import { sendMailing } from "@/lib/mailings/send";
import { findStandingStill } from "@/lib/mailings/stand-still";
import { callProvider } from "@/lib/messages/call-provider";
import { handOver } from "@/lib/messages/hand-over";
import { mailingsToRetry, retryNext } from "@/lib/messages/retry";
import { sendNext } from "@/lib/messages/send-next";
import { deleteMemberOffice } from "@/lib/offices/delete";
import { findOfficeFor } from "@/lib/offices/find";
import { createMemberOffice } from "@/lib/offices/member-offices";
import { wishReplyTo } from "@/lib/offices/reply-to";
import { pauseOffice, restoreOffice, suspendOffice } from "@/lib/offices/suspend";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
import { person } from "../auth/people";

let desk: Desk;
let head: { id: string; slug: string; name: string; language: "sv" };
let office: { id: string; slug: string };
let run = 0;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());
beforeEach(async () => {
  head = { ...(await desk.arrange.office("Modellförbundet")), language: "sv" };
  office = await createMemberOffice(head, ANNA, "Byns förening");
  run++;
});

async function recipients(...emails: string[]): Promise<void> {
  await desk.arrange.members(
    office.id,
    emails.map((email) => ({ email })),
  );
}

const to = (n: number) => `hold${run}-${n}@example.org`;
const arrived = async () =>
  (await desk.outbox())
    .flatMap((mail) => mail.to)
    .filter((address) => address.startsWith(`hold${run}-`))
    .sort();
const told = async (id: string) =>
  (await desk.sql`select act, actor_kind, details from log_entries where office_id = ${id} order by at`).map(
    ({ act, actor_kind, details }) => [act, actor_kind, ...Object.values(details)].join(" "),
  );
const suspended = { code: "office_suspended" };

describe("a suspended office", () => {
  test("keeps what waits, sends none of it, and all of it once it is restored", async () => {
    await recipients(to(1), to(2));
    const { mailingId, total } = await desk.prepared(office.id, 2);
    await suspendOffice(office.slug, "Registret är köpt.");
    await desk.sendAll(office.id, mailingId, total);
    expect(await arrived()).toEqual([]);
    expect(await desk.counts(mailingId)).toEqual({ none: 2 });
    await desk.sql`update mailings set updated_at = now() - interval '1 hour' where id = ${mailingId}`;
    expect((await findStandingStill()).map((found) => found.mailingId)).not.toContain(mailingId);
    await desk.sql`delete from outbox`;
    expect(await restoreOffice(office.slug)).toEqual({ kind: "released" });
    expect(await desk.sql`select data from outbox where office_id = ${office.id}`).toEqual([
      { data: { officeId: office.id, mailingId, chunk: 0 } },
    ]);
    await desk.sendAll(office.id, mailingId, total);
    expect(await arrived()).toEqual([to(1), to(2)]);
  });

  test("does not post what was written down for the provider a moment before", async () => {
    await recipients(to(1), to(2));
    const { mailingId, total } = await desk.prepared(office.id, 2);
    const written = await handOver(office.id, mailingId, 0);
    expect(written).toHaveLength(1);
    await suspendOffice(office.slug, "Spärrad");
    expect(await callProvider(office.id, written)).toEqual({ done: true, interrupted: "held" });
    expect(await sendNext(office.id, mailingId, 0)).toEqual({ done: true, empty: true });
    expect(await arrived()).toEqual([]);
    expect(await desk.sql`select from attempts where office_id = ${office.id}`).toHaveLength(0);
    await restoreOffice(office.slug);
    await desk.sendAll(office.id, mailingId, total);
    expect(await arrived()).toEqual([to(1), to(2)]);
  });

  test("does not post again what was called and never answered, until it is restored", async () => {
    await recipients(to(1));
    const { mailingId, total } = await desk.prepared(office.id, 1);
    await desk.fault({ kind: "reset", match: { path: "/emails/batch" } });
    expect(await sendNext(office.id, mailingId, 0)).toMatchObject({ done: false });
    await suspendOffice(office.slug, "Spärrad");
    expect(await sendNext(office.id, mailingId, 0)).toEqual({ done: true, empty: true });
    expect(await arrived()).toEqual([]);
    await restoreOffice(office.slug);
    await desk.sendAll(office.id, mailingId, total);
    expect(await arrived()).toEqual([to(1)]);
  });

  test("has looked up what was called and never answered, once its mailing is cancelled", async () => {
    await recipients(to(1));
    const { mailingId } = await desk.prepared(office.id, 1);
    await desk.fault({ kind: "reset", match: { path: "/emails/batch" } });
    await sendNext(office.id, mailingId, 0);
    await suspendOffice(office.slug, "Spärrad");
    await cancelMailing(office.id, ANNA, mailingId);
    await sendNext(office.id, mailingId, 0);
    expect(await desk.sql`select state from batches where mailing_id = ${mailingId}`).toEqual([
      { state: "stale" },
    ]);
  });

  test("holds its retries", async () => {
    await recipients("soft+1-held@resend.dev");
    const { mailingId, total } = await desk.prepared(office.id, 1);
    await desk.sendAll(office.id, mailingId, total);
    await desk.drainUntilQuiet(mailingId);
    await desk.sql`
      update messages set window_started_at = window_started_at - interval '61 minutes', next_attempt_at = now()
      where mailing_id = ${mailingId}`;
    await suspendOffice(office.slug, "Spärrad");
    const due = { officeId: office.id, mailingId, cancelled: false };
    expect(await mailingsToRetry()).not.toContainEqual(due);
    await retryNext(due);
    expect(await desk.sql`select from attempts where office_id = ${office.id}`).toHaveLength(1);
    await restoreOffice(office.slug);
    expect(await mailingsToRetry()).toContainEqual(due);
    await retryNext(due);
    expect(await desk.sql`select from attempts where office_id = ${office.id}`).toHaveLength(2);
  });

  test("is refused at every way out, and may pause and cancel", async () => {
    await recipients(to(1));
    await desk.arrange.members(office.id, [{ email: to(2), status: "unconfirmed" }]);
    const draft = await desk.draft(office.id);
    const { mailingId } = await desk.prepared(office.id, 1);
    const inviting = { ...office, name: "Byns förening", language: "sv" as const };
    const role = { role: "colleague", register: "read", mailings: "none" } as const;
    const invited = await person(desk.sql);
    await inviteColleague(inviting, ANNA, { email: invited.email, ...role });
    await suspendOffice(office.slug, "Spärrad");
    await suspendOffice(head.slug, "Spärrad");
    const content = { subject: "Hej", bodyHtml: "<p>Hej</p>", audience: {}, onePerAddress: false };
    await expect(sendMailing(office.id, ANNA, draft, 1)).rejects.toMatchObject(suspended);
    await expect(sendTest(office.id, content, to(3))).rejects.toMatchObject(suspended);
    await expect(requestConfirmations(office.id, ANNA, {}, "first", "Bekräfta")).rejects.toMatchObject(
      suspended,
    );
    await pauseMailing(office.id, ANNA, mailingId);
    await expect(resumeMailing(office.id, ANNA, mailingId)).rejects.toMatchObject(suspended);
    await cancelMailing(office.id, ANNA, mailingId);
    const newcomer = { email: to(4), ...role };
    await expect(inviteColleague(inviting, ANNA, newcomer)).rejects.toMatchObject(suspended);
    await expect(resendInvitation(inviting, ANNA, invited.id)).rejects.toMatchObject(suspended);
    expect(await wishReplyTo(inviting, ANNA, to(5))).toBe("suspended");
    await expect(createMemberOffice(head, ANNA, "Kringgående")).rejects.toMatchObject(suspended);
    expect(await arrived()).toEqual([]);
    expect(
      await desk.sql`select from mailings where office_id = ${office.id} and state = 'preparing'`,
    ).toEqual([]);
  });

  test("freezes what was pressed before, and holds it", async () => {
    await recipients(to(1));
    const draft = await desk.draft(office.id);
    const mailingId = draft.id;
    await sendMailing(office.id, ANNA, draft, 1);
    await suspendOffice(office.slug, "Spärrad");
    await desk.sendAll(office.id, mailingId, await prepareMailing(office.id, mailingId));
    expect(await arrived()).toEqual([]);
  });

  test("can be entered, and says why; both logs tell of it, once", async () => {
    const admin = await person(desk.sql);
    await desk.sql`
      insert into memberships (user_id, office_id, role) values (${admin.id}, ${office.id}, 'administrator')`;
    const both = await Promise.all([
      suspendOffice(office.slug, " Registret är köpt. "),
      suspendOffice(office.slug, "Registret är köpt."),
    ]);
    expect(both.sort()).toEqual([false, true]);
    expect((await findOfficeFor(admin.id, office.slug))?.office.hold).toEqual({
      kind: "suspended",
      reason: "Registret är köpt.",
    });
    expect(await suspendOffice(office.slug, "Och såld.")).toBe(true);
    await restoreOffice(office.slug);
    await expect(restoreOffice(office.slug)).rejects.toThrow(NotFound);
    expect((await findOfficeFor(admin.id, office.slug))?.office.hold).toBeNull();
    expect(await told(office.id)).toEqual([
      "office.suspended operator Registret är köpt.",
      "office.suspended operator Och såld.",
      "office.released operator",
    ]);
    expect((await told(head.id)).slice(1)).toEqual([
      "office.memberSuspended operator Registret är köpt.",
      "office.memberSuspended operator Och såld.",
      "office.memberReleased operator",
    ]);
  });

  test("wants a reason, and an office", async () => {
    await expect(async () => suspendOffice(office.slug, "  ")).rejects.toMatchObject({
      code: "reasonMissing",
    });
    await expect(suspendOffice("ingenstans", "Skäl")).rejects.toThrow(NotFound);
  });

  test("that was deleted comes back suspended, and is let go by a second restoration", async () => {
    await suspendOffice(office.slug, "Spärrad");
    await deleteMemberOffice(head, ANNA, office.id, "Byns förening");
    await expect(suspendOffice(office.slug, "Skäl")).rejects.toThrow(NotFound);
    expect(await restoreOffice(office.slug)).toEqual({ kind: "opened", held: true });
    expect(await restoreOffice(office.slug)).toEqual({ kind: "released" });
  });

  test("is the only one that is held", async () => {
    const other = await desk.arrange.office();
    await desk.arrange.members(other.id, [{ email: to(1) }]);
    await suspendOffice(office.slug, "Spärrad");
    const { mailingId, total } = await desk.prepared(other.id, 1);
    await desk.sendAll(other.id, mailingId, total);
    expect(await arrived()).toEqual([to(1)]);
  });
});

describe("a paused office", () => {
  const pause = (at = new Date()) => asAuth((tx) => pauseOffice(tx, office.id, "bounces", at));

  test("sends nothing to members, and may invite whoever is to tidy up", async () => {
    await recipients(to(1));
    const draft = await desk.draft(office.id);
    expect(await Promise.all([pause(), pause()])).toContain(true);
    await expect(sendMailing(office.id, ANNA, draft, 1)).rejects.toMatchObject({ code: "office_paused" });
    const inviting = { ...office, name: "Byns förening", language: "sv" as const };
    const newcomer = { email: to(4), role: "colleague", register: "write", mailings: "none" } as const;
    expect(await inviteColleague(inviting, ANNA, newcomer)).toBe(true);
    expect(await told(office.id)).toEqual([
      "mailing.drafted colleague",
      "office.paused program bounces",
      "colleague.invited colleague colleague none write",
    ]);
    expect(await told(head.id)).toContain("office.memberPaused program bounces");
  });

  test("is not paused again by what was counted before it was restored, nor while it is suspended or deleted", async () => {
    await pause();
    await restoreOffice(office.slug);
    expect(await pause()).toBe(false);
    await suspendOffice(office.slug, "Spärrad");
    expect(await pause(new Date(Date.now() + 3_600_000))).toBe(false);
    await restoreOffice(office.slug);
    await deleteMemberOffice(head, ANNA, office.id, "Byns förening");
    expect(await pause(new Date(Date.now() + 3_600_000))).toBe(false);
    await restoreOffice(office.slug);
    expect(await pause(new Date(Date.now() + 3_600_000))).toBe(true);
  });
});
