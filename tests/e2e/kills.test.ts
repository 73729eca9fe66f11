import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "@/embedded/postgres/start";
import { builtActions } from "@/tests/isolation/http/map";
import { type Installation, startInstallation, temporaryDataDir } from "@/tests/support/installation";
import { createOffice, type NewOffice, ownerUrl } from "@/tests/support/installed";
import { Outbox } from "@/tests/support/outbox";
import { logIn } from "@/tests/support/visitor";

const MEMBERS = 1000;
/* Of no mailing of the demo. */
const SUBJECT = "Kallelse till tusen";
const VICTIMS = ["app", "jobs", "app", "jobs"] as const;
/** The job server tries again after 15, 30 and 60 seconds what a death has interrupted. */
const PATIENCE = { timeout: 600_000, interval: 50 };

const { dataDir, remove } = temporaryDataDir();
let installation: Installation;
let office: NewOffice;
let sql: postgres.Sql;
beforeAll(async () => {
  const port = await freePort();
  /* A batch of a hundred every other second: twenty seconds in which to kill. */
  const env = { MAIL_RATE: "0.5", MAIL_PROVIDER_RATE: "10", MAIL_WEBHOOK_DUPLICATES: "0.2" };
  installation = await startInstallation({ dataDir, port, env });
  office = await createOffice({ dataDir, port }, "Stora föreningen", "kassor@stora.example");
  sql = postgres(ownerUrl(dataDir), { max: 1, onnotice: () => {} });
  await sql`
    insert into members (office_id, first_name, last_name, email, email_status, email_status_at)
    select o.id, 'Eva', 'Ek ' || n, 'medlem' || n || '@example.org', 'confirmed', now()
    from offices o, generate_series(1, ${MEMBERS}) n where o.slug = ${office.slug}`;
});
afterAll(async () => {
  await sql?.end();
  await installation?.stop();
  remove();
});

/** Writes a mailing to all members and presses "send", by the composer's own actions. */
async function sendMailing(): Promise<void> {
  const admin = await logIn(installation.url, office.login);
  const act = (name: string, args: unknown[]) => {
    const action = builtActions().get(`app/o/[office]/mailings/_compose/actions.ts#${name}`);
    return admin.act(`/o/${office.slug}/mailings/new`, action?.id ?? "", [office.slug, ...args]);
  };
  const written = { subject: SUBJECT, bodyHtml: "<p>Hej {{namn}}!</p>", audience: {}, onePerAddress: false };
  const saved = await act("saveDraft", [null, written]);
  const id = /"id":"([0-9a-f-]{36})"/.exec(saved.body)?.[1];
  const sent = await act("sendDraft", [id, MEMBERS]);
  expect(sent.location).toContain(`/mailings/${id}`);
}

/** How many messages of the mailing the provider has taken. */
async function accepted(): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from attempts a join messages m on m.id = a.message_id
    join mailings l on l.id = m.mailing_id where l.subject = ${SUBJECT} and a.accepted_at is not null`;
  return row?.count ?? 0;
}

it("sends every member exactly one mail, whatever is killed meanwhile", { timeout: 1_800_000 }, async () => {
  const outbox = new Outbox(installation.outbox);
  /* Answers come late, so that most kills find a batch that was taken and not yet answered. */
  await outbox.fault({ kind: "slow", seconds: 3600, delayMs: 1200, match: { path: "/emails/batch" } });
  await sendMailing();
  for (const victim of VICTIMS) {
    const before = await accepted();
    await expect.poll(accepted, PATIENCE).toBeGreaterThan(before);
    const taken = async () => (await outbox.total(SUBJECT)) - (await accepted());
    await expect.poll(taken, PATIENCE).toBeGreaterThan(0);
    const pid = installation.pids()[victim];
    process.kill(pid, "SIGKILL");
    expect(await outbox.total(SUBJECT), "something was still unsent").toBeLessThan(MEMBERS);
    await expect.poll(() => installation.pids()[victim], PATIENCE).not.toBe(pid);
  }
  await expect.poll(accepted, PATIENCE).toBe(MEMBERS);

  const { total, distinct, groups } = await outbox.countByReceiver({ subject: SUBJECT });
  expect({ total, distinct }).toEqual({ total: MEMBERS, distinct: MEMBERS });
  expect(Object.values(groups).filter((mails) => mails !== 1)).toEqual([]);

  const state = () => sql`
    select l.state, l.total,
      (select count(*)::int from messages m where m.mailing_id = l.id and m.status = 'sent' and m.delivered) as delivered,
      (select count(*)::int from attempts a join messages m on m.id = a.message_id where m.mailing_id = l.id) as attempts,
      (select jsonb_object_agg(c.status, c.count) from mailing_counts c
        where c.mailing_id = l.id and c.count <> 0) as counts
    from mailings l where l.subject = ${SUBJECT}`;
  await expect
    .poll(async () => [...(await state())], PATIENCE)
    .toEqual([
      { state: "sent", total: MEMBERS, delivered: MEMBERS, attempts: MEMBERS, counts: { sent: MEMBERS } },
    ]);
  expect((await fetch(`${installation.url}/api/health`)).status).toBe(200);
});
