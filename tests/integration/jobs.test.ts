import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type JobServer, startJobServer } from "@/embedded/inngest/server";
import { functions } from "@/inngest";
import { requestConfirmations } from "@/lib/confirmations/request";
import { withOffice } from "@/lib/db/tenant";
import { chunkReady, inngest, messagesSoftBounced } from "@/lib/events";
import { isoDay } from "@/lib/i18n/format";
import { cancelMailing } from "@/lib/mailings/hold";
import { prepareMailing } from "@/lib/mailings/prepare";
import { scheduleMailing } from "@/lib/mailings/schedule";
import { sendMailing } from "@/lib/mailings/send";
import { RANK } from "@/lib/messages/facts";
import { latestRefresh, requestRefresh } from "@/lib/messages/refresh";
import { sendNext } from "@/lib/messages/send-next";
import { colleague } from "@/tests/integration/auth/people";
import { keys, post, TestApp } from "@/tests/integration/embedded-inngest/harness";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";

let runs: Runs;
let desk: Desk;
let app: TestApp;
let jobs: JobServer;

beforeAll(async () => {
  runs = await Runs.open("jobs");
  desk = runs.desk;
  app = new TestApp();
  await app.listen();
  jobs = await startJobServer({ ...keys, databaseUrl: desk.database.ownerUrl, port: 0, appUrl: app.url });
  inngest.setEnvVars({
    INNGEST_DEV: "0",
    INNGEST_BASE_URL: jobs.url,
    INNGEST_EVENT_KEY: keys.eventKey,
    INNGEST_SIGNING_KEY: keys.signingKey,
  });
  app.use(inngest, functions);
  expect((await post(`${jobs.url}/sync`)).status).toBe(200);
});
afterAll(async () => {
  await jobs?.stop();
  await app?.close();
  await desk?.close();
});
beforeEach(() => runs.next());

/** Lets the minute of a job come. */
async function tick(job: string): Promise<void> {
  const id = `brevduva-${job}`;
  await desk.sql`delete from inngest_server.run_keys where function_id = ${id}`;
  await desk.sql`
    update inngest_server.crons set next_at = next_at - interval '1 hour' where function_id = ${id}`;
  await post(`${jobs.url}/sync`);
}

/** Waits until the provider has said that so many messages of a mailing have arrived. */
async function arrived(mailingId: string, count: number): Promise<void> {
  const counted = async () => {
    const [row] = await desk.sql`
      select count(*) filter (where status = 'sent' and delivered)::int as n from messages
      where mailing_id = ${mailingId}`;
    expect(row?.n).toBe(count);
  };
  await vi.waitFor(counted, { timeout: 30_000, interval: 100 });
}

async function ended(mailingId: string): Promise<void> {
  const state = async () => (await desk.sql`select state from mailings where id = ${mailingId}`)[0]?.state;
  await vi.waitFor(async () => expect(await state()).toBe("sent"), 10_000);
}

/** Does something without the job server hearing of it. */
async function unheard<T>(work: () => Promise<T>): Promise<T> {
  const told = vi.spyOn(inngest, "send").mockRejectedValue(new Error("down"));
  try {
    return await work();
  } finally {
    told.mockRestore();
  }
}

/** A mailing for which "send" has been pressed. */
async function pressed(emails: string[]): Promise<string> {
  await desk.arrange.members(
    runs.office.id,
    emails.map((email) => ({ email })),
  );
  const draft = await desk.draft(runs.office.id);
  await sendMailing(runs.office.id, ANNA, draft, emails.length);
  return draft.id;
}

/** The only message of a mailing is to be tried again in so many seconds. */
const dueIn = (mailingId: string, seconds: number) =>
  desk.sql`
    update messages set next_attempt_at = now() + ${seconds} * interval '1 second' where mailing_id = ${mailingId}`;

test("whoever presses send has nothing more to do: each recipient gets it once, and the answers are read", async () => {
  const emails = Array.from({ length: 1001 }, (_, n) => runs.address(`m${n}`));
  const mailingId = await pressed(emails);
  await arrived(mailingId, 1001);
  expect(await runs.mailed()).toEqual(emails.sort());
  await ended(mailingId);
});

test("whoever has chosen a time has nothing more to do", async () => {
  await desk.arrange.members(runs.office.id, [{ email: runs.address("later") }]);
  const draft = await desk.draft(runs.office.id);
  const day = isoDay(new Date(Date.now() + 3 * 86_400_000), "Europe/Helsinki");
  await scheduleMailing(runs.office.id, ANNA, draft, { day, time: "18:00" });
  await desk.sql`update mailings set scheduled_at = now() where id = ${draft.id}`;
  await tick("start-scheduled");
  await arrived(draft.id, 1);
  await ended(draft.id);
});

test("whoever has chosen a time that could not be kept is told so", async () => {
  const author = await colleague(desk.sql, runs.office.id);
  const draft = await desk.draft(runs.office.id);
  await desk.sql`
    update mailings set created_by = ${author.id}, state = 'scheduled', scheduled_at = now() - interval '25 hours'
    where id = ${draft.id}`;
  await tick("start-scheduled");
  const told = async () => expect(await desk.outbox(author.email)).toHaveLength(1);
  await vi.waitFor(told, { timeout: 20_000, interval: 100 });
});

test("what came back is tried again at its moment, be it soon or long over", async () => {
  const mailingId = await pressed(["soft+2-jobs@resend.dev"]);
  const known = async (answers: number, status: string) => {
    const [row] = await desk.sql`
      select m.status, count(*)::int as answers from messages m join attempts a on a.message_id = m.id
      where m.mailing_id = ${mailingId} and a.fact >= ${RANK.soft_bounced} group by 1`;
    expect(row).toEqual({ answers, status });
  };
  const tried = (times: number, status: string) =>
    vi.waitFor(() => known(times, status), { timeout: 20_000, interval: 100 });
  await tried(1, "soft_bounced");
  await dueIn(mailingId, 3);
  await inngest.send(messagesSoftBounced.create({}));
  await tried(2, "soft_bounced");
  await dueIn(mailingId, -3);
  await tick("retry-soft-bounces");
  await tried(3, "sent");
});

test("what the job server was not told of is found within a minute", async () => {
  const mailingId = await unheard(() => pressed([1, 2, 3].map((n) => runs.address(`m${n}`))));
  expect(await desk.counts(mailingId)).toEqual({});
  await tick("sweep-lost");
  await arrived(mailingId, 3);
});

test("what the provider tells is read within a minute, also if nobody was woken for it", async () => {
  const send = inngest.send.bind(inngest);
  const told = vi.spyOn(inngest, "send").mockImplementation(async (events, options) => {
    if (JSON.stringify(events).includes("inbox/filled")) throw new Error("down");
    return send(events, options);
  });
  const stored = async () => (await desk.sql`select from provider_events`).length;
  const before = await stored();
  const mailingId = await pressed([1, 2, 3].map((n) => runs.address(`m${n}`)));
  await vi.waitFor(async () => expect(await stored()).toBeGreaterThanOrEqual(before + 6), 10_000);
  await tick("drain-inbox");
  await arrived(mailingId, 3);
  told.mockRestore();
});

/** A mailing to three of which the job server knows nothing, and that nobody has looked at for minutes. */
async function lost(work: (mailingId: string) => Promise<unknown> = async () => {}): Promise<string> {
  await runs.recipients(3);
  const { mailingId } = await unheard(() => desk.prepared(runs.office.id, 3));
  await desk.sql`delete from outbox`;
  await work(mailingId);
  await runs.letHoursPass(mailingId, 1);
  await desk.sql`update mailings set updated_at = now() - interval '3 minutes' where id = ${mailingId}`;
  return mailingId;
}

test("a mailing of which everything was lost goes on after some minutes", async () => {
  const mailingId = await lost();
  await tick("sweep-lost");
  await arrived(mailingId, 3);
});

test("a mailing whose last chunk did not come to say so is sent after some minutes", async () => {
  const mailingId = await lost((id) => sendNext(runs.office.id, id, 0));
  await tick("sweep-lost");
  await ended(mailingId);
});

test("what needs no word to the job server is done also while it takes none", async () => {
  const mailingId = await lost((id) => sendNext(runs.office.id, id, 0));
  await runs.next();
  await unheard(async () => {
    await pressed([runs.address("later")]);
    await tick("sweep-lost");
    await ended(mailingId);
  });
});

test("whoever asks for new results gets them", async () => {
  const mailingId = await pressed([runs.address("m")]);
  await arrived(mailingId, 1);
  await requestRefresh(runs.office.id, mailingId, ANNA.id);
  const latest = () => withOffice(runs.office.id, (tx) => latestRefresh(tx, mailingId));
  await vi.waitFor(async () => expect((await latest())?.finishedAt).not.toBeNull(), 10_000);
});

test("whom a cancelled request has not asked yet is unconfirmed again", async () => {
  const mailingId = await unheard(async () => {
    await runs.recipients(3, "unconfirmed");
    const id = await requestConfirmations(runs.office.id, ANNA, {}, "first", "Bekräfta");
    await prepareMailing(runs.office.id, id);
    return id;
  });
  const statuses = () =>
    desk.sql`select distinct email_status as status from members where id = any (${runs.cards})`;
  expect(await statuses()).toEqual([{ status: "confirmation_requested" }]);
  await cancelMailing(runs.office.id, ANNA, mailingId);
  await vi.waitFor(async () => expect(await statuses()).toEqual([{ status: "unconfirmed" }]), 10_000);
});

test("a small mailing does not wait behind another office's large one", async () => {
  await runs.recipients(3);
  const officeId = runs.office.id;
  const { mailingId } = await unheard(() => desk.prepared(officeId, 3));
  await runs.next();
  await desk.sql.begin(async (tx) => {
    await tx`select from mailings where id = ${mailingId} for update`;
    await inngest.send(
      Array.from({ length: 16 }, (_, chunk) => chunkReady.create({ officeId, mailingId, chunk })),
    );
    await lockWaits(desk.sql, 4);
    await arrived(await pressed([runs.address("small")]), 1);
  });
  await arrived(mailingId, 3);
});

test("every minute somebody looks for what was lost, is due or has come in", async () => {
  await post(`${jobs.url}/sync`);
  const soon = await desk.sql`
    select function_id as job from inngest_server.crons where next_at <= now() + interval '1 minute'`;
  expect(soon.map(({ job }) => job)).toEqual(
    expect.arrayContaining([
      "brevduva-drain-inbox",
      "brevduva-retry-soft-bounces",
      "brevduva-start-scheduled",
      "brevduva-sweep-lost",
    ]),
  );
});

test("what is noted about rates is told within some minutes", async () => {
  await desk.sql`
    insert into rate_warnings (kind, level, accepted, bad) values ('bounces', 'half', 1000, 20)`;
  await tick("watch-rates");
  const told = async () =>
    expect(await desk.sql`select from rate_warnings where told_at is null`).toEqual([]);
  await vi.waitFor(told, 10_000);
});
