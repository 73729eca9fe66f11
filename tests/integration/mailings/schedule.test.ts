import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { Conflict, Invalid, Outdated } from "@/lib/errors";
import { inngest } from "@/lib/events";
import { formatTime, isoDay } from "@/lib/i18n/format";
import { deleteDraft, updateDraft } from "@/lib/mailings/draft";
import { prepareMailing } from "@/lib/mailings/prepare";
import { getUnsent, listMailings } from "@/lib/mailings/queries";
import { scheduleMailing, unscheduleMailing } from "@/lib/mailings/schedule";
import { sendMailing } from "@/lib/mailings/send";
import { startDueMailings } from "@/lib/mailings/start-due";
import { deleteMemberOffice } from "@/lib/offices/delete";
import { restoreOffice, suspendOffice } from "@/lib/offices/suspend";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());
beforeEach(
  () => desk.sql`update mailings set scheduled_at = now() + interval '1 day' where state = 'scheduled'`,
);

const MENDED = { subject: "Höstmöte", bodyHtml: "<p>Hej!</p>", audience: {}, onePerAddress: false };

/** An office with a member and a draft to it; its clock may be another than Helsinki's. */
async function written(timeZone = "Europe/Helsinki") {
  const { id: office, slug } = await desk.arrange.office();
  await desk.sql`update offices set time_zone = ${timeZone} where id = ${office}`;
  await desk.arrange.members(office, [{ email: "eva@example.org" }]);
  const draft = await desk.draft(office, { subject: "Höstmöte" });
  const row = async () => {
    const [mailing] = await desk.sql`
      select state, scheduled_at as "scheduledAt", requested_at as "requestedAt" from mailings
      where id = ${draft.id}`;
    return mailing;
  };
  return { office, slug, draft, row };
}

/** One whose time was so long ago. */
async function due(ago = "1 minute") {
  const made = await written();
  await scheduleMailing(made.office, ANNA, made.draft, await soon());
  await desk.sql`
    update mailings set scheduled_at = now() - ${ago}::interval where id = ${made.draft.id}`;
  return made;
}

/** A time of the office's clock some days from now. */
async function soon() {
  const [row] = await desk.sql`select to_char(now() + interval '3 days', 'YYYY-MM-DD') as day`;
  return { day: String(row?.day), time: "18:00" };
}

const announced = async (office: string) =>
  (await desk.sql`select name from outbox where office_id = ${office}`).map(({ name }) => name);

const acts = async (office: string) =>
  (
    await desk.sql`
      select act, actor_kind as by, details from log_entries
      where office_id = ${office} and act like 'mailing.%' order by at`
  ).map(({ act, by, details }) => ({ act, by, details }));

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof Invalid ? error.code : String(error)),
  );

/** The last Sunday of a March to come, on which the clocks of Finland go from three to four. */
function dayOfSpring(): string {
  const now = new Date();
  const sundayOf = (year: number) => {
    const end = new Date(Date.UTC(year, 2, 31));
    return new Date(end.getTime() - end.getUTCDay() * 86_400_000);
  };
  const sunday = sundayOf(now.getUTCFullYear());
  const next = sunday > now ? sunday : sundayOf(now.getUTCFullYear() + 1);
  return next.toISOString().slice(0, 10);
}

test.each(["Europe/Helsinki", "America/New_York", "Asia/Kolkata"])(
  "by the clock of %s the mailing waits for its time",
  async (timeZone) => {
    const { office, draft, row } = await written(timeZone);
    const time = await soon();
    await scheduleMailing(office, ANNA, draft, time);
    const mailing = await row();
    expect(mailing).toMatchObject({ state: "scheduled", requestedAt: null });
    expect(isoDay(mailing?.scheduledAt, timeZone)).toBe(time.day);
    expect(formatTime(mailing?.scheduledAt, { timeZone })).toBe("18.00");
    const at = mailing?.scheduledAt.getTime();
    expect(await acts(office)).toContainEqual({ act: "mailing.scheduled", by: "colleague", details: { at } });
    await startDueMailings();
    expect(await row()).toMatchObject({ state: "scheduled" });
    expect(await announced(office)).toEqual([]);
  },
);

test("a time that cannot be kept is refused, and the draft stays", async () => {
  const { office, draft, row } = await written();
  const [row0] = await desk.sql`
    select to_char(now() - interval '1 day', 'YYYY-MM-DD') as yesterday,
      to_char(now() + interval '367 days', 'YYYY-MM-DD') as "inAYear"`;
  const at = (day: string, time = "18:00") => codeOf(scheduleMailing(office, ANNA, draft, { day, time }));
  expect(await at(row0?.yesterday)).toBe("time_passed");
  expect(await at(row0?.inAYear)).toBe("time_far");
  expect(await at("9999-12-31")).toBe("time_far");
  expect(await at(dayOfSpring(), "03:30")).toBe("time_left_out");
  expect(await row()).toMatchObject({ state: "draft", scheduledAt: null });
});

test("what cannot be sent cannot be scheduled", async () => {
  const { office, draft } = await written();
  const time = await soon();
  const save = (input: object) =>
    updateDraft(office, draft, {
      subject: "Höstmöte",
      bodyHtml: "<p>Hej!</p>",
      audience: {},
      onePerAddress: false,
      ...input,
    });
  const newer = await save({ subject: "" });
  await expect(scheduleMailing(office, ANNA, draft, time)).rejects.toThrow(Outdated);
  expect(await codeOf(scheduleMailing(office, ANNA, newer, time))).toBe("subject_missing");
  const tagged = await updateDraft(office, newer, {
    subject: "Hej {{fornamm}}",
    bodyHtml: "<p>Hej!</p>",
    audience: {},
    onePerAddress: false,
  });
  expect(await codeOf(scheduleMailing(office, ANNA, tagged, time))).toBe("unknown_tag");
  await desk.sql`update members set email_status = 'unconfirmed' where office_id = ${office}`;
  const { id } = await desk.draft(office);
  const version = (await withOffice(office, (tx) => getUnsent(tx, office, id)))?.version ?? "";
  expect(await codeOf(scheduleMailing(office, ANNA, { id, version }, time))).toBe("nobody_confirmed");
});

test("another office's draft cannot be scheduled, nor its mailing taken back", async () => {
  const theirs = await written();
  const { office } = await written();
  await expect(scheduleMailing(office, ANNA, theirs.draft, await soon())).rejects.toThrow(Conflict);
  await scheduleMailing(theirs.office, ANNA, theirs.draft, await soon());
  await expect(unscheduleMailing(office, ANNA, theirs.draft.id)).rejects.toThrow(Conflict);
  expect(await theirs.row()).toMatchObject({ state: "scheduled" });
});

test("a scheduled mailing is not changed, sent or deleted until it is a draft again", async () => {
  const { office, draft, row } = await written();
  await scheduleMailing(office, ANNA, draft, await soon());
  const scheduled = await withOffice(office, (tx) => getUnsent(tx, office, draft.id));
  const seen = { id: draft.id, version: scheduled?.version ?? "" };
  const input = { subject: "Inställt", bodyHtml: "<p>Hej!</p>", audience: {}, onePerAddress: false };
  await expect(updateDraft(office, seen, input)).rejects.toThrow(Conflict);
  await expect(sendMailing(office, ANNA, seen, 1)).rejects.toThrow(Conflict);
  await expect(deleteDraft(office, ANNA, seen)).rejects.toThrow(Conflict);
  await expect(scheduleMailing(office, ANNA, seen, await soon())).rejects.toThrow(Conflict);

  await unscheduleMailing(office, ANNA, draft.id);
  expect(await row()).toMatchObject({ state: "draft", scheduledAt: null });
  expect((await acts(office)).map(({ act }) => act)).toEqual([
    "mailing.drafted",
    "mailing.scheduled",
    "mailing.unscheduled",
  ]);
  const version = (await withOffice(office, (tx) => getUnsent(tx, office, draft.id)))?.version ?? "";
  await sendMailing(office, ANNA, { id: draft.id, version }, 1);
});

test("when its time has come it begins once, however many look", async () => {
  const { office, draft, row } = await due();
  await Promise.all([startDueMailings(), startDueMailings(), startDueMailings()]);
  await startDueMailings();
  expect(await row()).toMatchObject({ state: "preparing", requestedAt: expect.any(Date) });
  expect(await announced(office)).toEqual(["mailing/requested"]);
  expect(await acts(office)).toContainEqual({ act: "mailing.sent", by: "program", details: { count: 1 } });
  await expect(unscheduleMailing(office, ANNA, draft.id)).rejects.toThrow(Conflict);
});

test("the job server hears of it at once", async () => {
  const { draft } = await due();
  const jobServer = vi.spyOn(inngest, "send").mockResolvedValue({ ids: [] });
  await startDueMailings();
  const heard = jobServer.mock.calls.flatMap(([events]) => events);
  jobServer.mockRestore();
  expect(heard).toContainEqual(
    expect.objectContaining({
      name: "mailing/requested",
      data: expect.objectContaining({ mailingId: draft.id }),
    }),
  );
});

test("a scheduled mailing goes to those whom its view holds when it starts", async () => {
  const { office, draft } = await due();
  await desk.arrange.members(office, [{ email: "nils@example.org" }]);
  await startDueMailings();
  expect(await prepareMailing(office, draft.id)).toBe(2);
});

test("the log tells how many messages a scheduled mailing had, also with one per address", async () => {
  const { office, draft } = await due();
  await desk.arrange.members(office, [{ email: "eva@example.org" }]);
  await desk.sql`update mailings set one_per_address = true where id = ${draft.id}`;
  await startDueMailings();
  expect(await acts(office)).toContainEqual({ act: "mailing.sent", by: "program", details: { count: 1 } });
});

test("a scheduled mailing starts also if a person picked for it has been erased meanwhile", async () => {
  const { office, draft, row } = await due();
  const [eva] = await desk.sql`select id from members where office_id = ${office}`;
  await desk.sql`
    update mailings set audience = ${desk.sql.json({ ids: [eva?.id] })} where id = ${draft.id}`;
  await eraseMember(office, ANNA, eva?.id);
  await startDueMailings();
  expect(await row()).toMatchObject({ state: "preparing" });
  expect(await acts(office)).toContainEqual({ act: "mailing.sent", by: "program", details: { count: 0 } });
  expect(await prepareMailing(office, draft.id)).toBe(0);
});

test("one that is too late is a draft again, and its page can say why", async () => {
  const { office, draft, row } = await due("25 hours");
  await startDueMailings();
  expect(await row()).toMatchObject({ state: "draft", requestedAt: null, scheduledAt: expect.any(Date) });
  expect(await announced(office)).toEqual(["mailing/missed"]);
  expect((await acts(office)).at(-1)).toEqual({ act: "mailing.missed", by: "program", details: {} });
  const version = (await withOffice(office, (tx) => getUnsent(tx, office, draft.id)))?.version ?? "";
  await scheduleMailing(office, ANNA, { id: draft.id, version }, await soon());
  expect(await row()).toMatchObject({ state: "scheduled" });
});

test("one that is too late says nothing of another one of its office", async () => {
  const { draft, row } = await due();
  const [late] = await desk.sql`
    insert into mailings (office_id, kind, subject, body_html, audience, created_by, state, scheduled_at)
    select office_id, kind, subject, body_html, audience, created_by, 'scheduled', now() - interval '25 hours'
    from mailings where id = ${draft.id} returning id`;
  await startDueMailings();
  expect(await row()).toMatchObject({ state: "preparing" });
  expect(await desk.sql`select state from mailings where id = ${late?.id}`).toEqual([{ state: "draft" }]);
});

test("one that begins at this very moment is not made a draft again", async () => {
  const { office, draft, row } = await due();
  const { takingBack } = await desk.sql.begin(async (tx) => {
    await tx`update mailings set state = 'preparing', requested_at = now() where id = ${draft.id}`;
    const takingBack = codeOf(unscheduleMailing(office, ANNA, draft.id));
    await lockWaits(desk.sql);
    return { takingBack };
  });
  expect(await takingBack).toContain("not scheduled");
  expect(await row()).toMatchObject({ state: "preparing" });
});

test.each(["made a draft again", "put off", "held"])(
  "one that is %s at this very moment does not begin",
  async (how) => {
    const { office, draft, row } = await due();
    const { starting } = await desk.sql.begin(async (tx) => {
      if (how === "made a draft again")
        await tx`update mailings set state = 'draft', scheduled_at = null where id = ${draft.id}`;
      if (how === "put off")
        await tx`update mailings set scheduled_at = now() + interval '1 day' where id = ${draft.id}`;
      if (how === "held")
        await tx`
          update offices set hold = 'suspended', hold_reason = 'Utreds', held_at = now() where id = ${office}`;
      const starting = startDueMailings();
      await lockWaits(desk.sql);
      return { starting };
    });
    await starting;
    expect(await row()).toMatchObject({ requestedAt: null });
    expect(await announced(office)).toEqual([]);
  },
);

test("while the office is held it waits, and begins after that unless it is too late", async () => {
  const { slug, row } = await due("23 hours");
  await suspendOffice(slug, "Utreds");
  await startDueMailings();
  expect(await row()).toMatchObject({ state: "scheduled" });
  await restoreOffice(slug);
  await startDueMailings();
  expect(await row()).toMatchObject({ state: "preparing" });

  const later = await due("25 hours");
  await suspendOffice(later.slug, "Utreds");
  await startDueMailings();
  expect(await later.row()).toMatchObject({ state: "draft" });
  const version = (await withOffice(later.office, (tx) => getUnsent(tx, later.office, later.draft.id)))
    ?.version;
  const again = { id: later.draft.id, version: version ?? "" };
  expect(await codeOf(scheduleMailing(later.office, ANNA, again, await soon()))).toBe("office_suspended");
});

test("one that cannot begin keeps no other from beginning", async () => {
  const broken = await due("2 hours");
  const { row } = await due();
  await desk.sql.unsafe(`
    create function cannot_begin() returns trigger language plpgsql as $$ begin raise 'odd'; end $$;
    create trigger cannot_begin before update on mailings for each row
      when (new.id = '${broken.draft.id}' and new.state = 'preparing') execute function cannot_begin()`);
  await startDueMailings();
  await desk.sql`drop function cannot_begin cascade`;
  expect(await broken.row()).toMatchObject({ state: "scheduled" });
  expect(await row()).toMatchObject({ state: "preparing" });
});

test.each([
  ["{{förmann}}", "in the subject", "subject"],
  ["<p>Hej {{förmann}}!</p>", "in the text", "body_html"],
])("%s, which an older release let go %s, makes a draft of it again", async (text, _where, column) => {
  const { office, draft, row } = await due();
  await desk.sql`update mailings set ${desk.sql({ [column]: text })} where id = ${draft.id}`;
  await startDueMailings();
  const begun = await row();
  expect(await prepareMailing(office, draft.id)).toBe(0);
  expect(await row()).toEqual({ state: "draft", requestedAt: null, scheduledAt: begun?.requestedAt });
  expect((await acts(office)).at(-1)).toEqual({ act: "mailing.missed", by: "program", details: {} });
  expect(await prepareMailing(office, draft.id)).toBe(0);
  expect((await announced(office)).sort()).toEqual(["mailing/missed", "mailing/requested"]);
  const { version = "" } = (await withOffice(office, (tx) => getUnsent(tx, office, draft.id))) ?? {};
  expect(await codeOf(sendMailing(office, ANNA, { id: draft.id, version }, 1))).toBe("unknown_tag");
  const mended = await updateDraft(office, { id: draft.id, version }, MENDED);
  await sendMailing(office, ANNA, mended, 1);
  expect(await prepareMailing(office, draft.id)).toBe(1);
});

test("a view that cannot be read any more makes a draft of it again, to nobody until a view is chosen", async () => {
  const { office, draft, row } = await due();
  await desk.sql`update mailings set audience = '{"status": "odd"}' where id = ${draft.id}`;
  await startDueMailings();
  expect(await acts(office)).toContainEqual({ act: "mailing.sent", by: "program", details: { count: 0 } });
  const begun = await row();
  expect(await prepareMailing(office, draft.id)).toBe(0);
  expect(await row()).toEqual({ state: "draft", requestedAt: null, scheduledAt: begun?.requestedAt });
  expect((await acts(office)).at(-1)).toEqual({ act: "mailing.missed", by: "program", details: {} });
  expect((await announced(office)).sort()).toEqual(["mailing/missed", "mailing/requested"]);
  const [listed] = (await withOffice(office, (tx) => listMailings(tx, office))).rows;
  expect(listed).toMatchObject({ id: draft.id, view: { picked: 0 } });
  const unsent = await withOffice(office, (tx) => getUnsent(tx, office, draft.id));
  expect(unsent?.audience).toEqual({ ids: [] });
  const seen = { id: draft.id, version: unsent?.version ?? "" };
  expect(await codeOf(sendMailing(office, ANNA, seen, 1))).toBe("nobody_confirmed");
  await sendMailing(office, ANNA, await updateDraft(office, seen, MENDED), 1);
  expect(await prepareMailing(office, draft.id)).toBe(1);
});

test("an office with a scheduled mailing is not deleted", async () => {
  const head = await desk.arrange.office();
  const { office, draft } = await written();
  const [member] = await desk.sql`
    update offices set parent_id = ${head.id} where id = ${office} returning name`;
  await scheduleMailing(office, ANNA, draft, await soon());
  const remove = () => deleteMemberOffice({ id: head.id, name: "Förbundet" }, ANNA, office, member?.name);
  expect(await codeOf(remove())).toBe("underWay");
  await unscheduleMailing(office, ANNA, draft.id);
  await remove();
  await expect(scheduleMailing(office, ANNA, draft, await soon())).rejects.toThrow();
});
