import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext } from "playwright-core";
import postgres from "postgres";
import { freePort } from "@/embedded/postgres/free-port";
import { builtActions } from "@/tests/isolation/http/map";
import { watchedContext } from "@/tests/support/browser";
import { startInstallation, temporaryDataDir } from "@/tests/support/installation";
import { createOffice, demoLogins, ownerUrl, runOfficeCreate } from "@/tests/support/installed";
import { Outbox, type OutboxMail } from "@/tests/support/outbox";
import { text } from "@/tests/support/texts";
import { logIn } from "@/tests/support/visitor";

export const OFFICE = "byns-ungdomsforening";
const ASSOCIATION = "Byns ungdomsförening";
const COMPOSE = "app/o/[office]/mailings/_compose/actions.ts";
const CONFIRM = "app/o/[office]/mailings/confirm/actions.ts";

/** A word wider than any phone's screen, as a link or a name can be. */
export const LONG_WORD = "Storfurstendömetsföreningsordförandeskapskandidatinna";

export type Who = "nobody" | "administrator" | "colleague" | "newcomer";

export type World = {
  url: string;
  outbox: string;
  emptyOffice: string;
  /** Ids in the demo's office: a mailing with every status, some of its messages, cards, a draft. */
  mailing: string;
  /** Under way, in an office of its own, and never done. */
  sending: string;
  messages: Record<string, string>;
  confirmedCard: string;
  problemCard: string;
  draft: string;
  scheduled: string;
  colleague: string;
  memberOffice: string;
  /** Links as they stand in mails: their addresses on this site. */
  confirmLinks: string[];
  unsubscribeLinks: string[];
  resetLink: string;
  invitationLink: string;
  /** Number of a mail in the outbox. */
  mail: string;
  /** What the mails themselves are made of. */
  markup: { mailing: string; request: string };
};

/** A demo that has something of everything, and a browser profile for each kind of visitor. */
export async function openWorld(browser: Browser) {
  const { dataDir, remove } = temporaryDataDir();
  const port = await freePort();
  const installation = await startInstallation({ dataDir, port });
  const outbox = new Outbox(installation.outbox);
  const demo = demoLogins(dataDir);
  const empty = await createOffice({ dataDir, port }, "Nya föreningen", "kassor@nya.example");
  const invited = ["--name", "Tredje föreningen", "--admin", "inbjuden@tredje.example"];
  const printed = await runOfficeCreate({ dataDir, port }, invited);
  const sql = postgres(ownerUrl(dataDir), { max: 1, onnotice: () => {} });

  await arrangeHeldOffices(sql);
  const sending = await arrangeSending(sql);
  const scheduled = await arrangeScheduled(sql);
  const known = await thingsOf(sql);
  const admin = await logIn(installation.url, demo);
  const act = (name: string, args: unknown[]) => {
    const { id = "", page = "" } = builtActions().get(name) ?? {};
    return admin.act(page.replace("[office]", OFFICE), id, [OFFICE, ...args]);
  };
  await act(`${CONFIRM}#ask`, [{ round: "first" }]);
  const written = {
    subject: "Julfesten",
    bodyHtml: `<h2>Julfest</h2><p>Hej {{förnamn|vän}}! ${LONG_WORD.repeat(3)}</p>`,
    audience: { ids: known.recipients },
    onePerAddress: false,
  };
  const draftOf = async (subject: string) => {
    const { body } = await act(`${COMPOSE}#saveDraft`, [{ attempt: randomUUID() }, { ...written, subject }]);
    const [, id = "", version] = /"id":"([0-9a-f-]{36})","version":"(\d+)"/.exec(body) ?? [];
    return { id, version };
  };
  await act(`${COMPOSE}#sendDraft`, [await draftOf("Julfesten"), known.recipients.length]);
  const { id: draft } = await draftOf(`Årsmötet ${LONG_WORD}`);
  const form = new FormData();
  form.set("email", demo.colleague.email);
  await admin.ask("/forgot/send", { method: "POST", body: form });

  const asked = text("mail.confirmation.subject", { association: ASSOCIATION });
  const requests = await outbox.arrived({ subject: asked }, 3);
  const [reset] = await outbox.arrived({ subject: text("mail.passwordReset.subject") });
  const mailings = await outbox.arrived({ subject: "Julfesten" }, known.recipients.length);
  const world: World = {
    url: installation.url,
    outbox: installation.outbox,
    emptyOffice: empty.slug,
    ...known,
    sending,
    draft,
    scheduled,
    confirmLinks: requests.map((mail) => linkIn(mail, /\/c\/[\w.~-]+/)),
    unsubscribeLinks: mailings.map((mail) => linkIn(mail, /\/u\/[\w.~-]+/)),
    resetLink: linkIn(reset, /\/reset\/[\w-]+/),
    invitationLink: /^invitation \S+?(\/activate\/\S+)$/m.exec(printed)?.[1] ?? "",
    mail: mailings[0]?.id ?? "",
    markup: { mailing: mailings[0]?.html ?? "", request: requests[0]?.html ?? "" },
  };
  const profiles: Record<Who, { context: BrowserContext; complaints: string[] }> = {
    nobody: await watchedContext(browser, { baseURL: installation.url }),
    administrator: await profile(browser, installation.url, demo),
    colleague: await profile(browser, installation.url, demo.colleague),
    newcomer: await profile(browser, installation.url, empty.login),
  };
  return {
    world,
    profiles,
    /** Judged anew every five minutes, and then not near the limit any more. @returns the office's address. */
    async nearLimit(): Promise<string> {
      await sql`update offices set rate_warning = ${sql.json(NEAR)}::jsonb where slug = 'varnade'`;
      return "/o/varnade";
    },
    async close(): Promise<void> {
      await sql.end();
      await installation.stop();
      remove();
    },
  };
}

const NEAR = { kind: "complaints", level: "near", accepted: 5200, bad: 4 };

/** Member offices that may not send, and one that is near the provider's limit. */
async function arrangeHeldOffices(sql: postgres.Sql): Promise<void> {
  const rate = { kind: "bounces", level: "limit", accepted: 1612, bad: 90 };
  await sql`
    insert into offices (slug, name, parent_id, hold, hold_reason, held_at, rate_warning)
    select v.slug, v.name, head.id, v.hold, v.reason, case when v.hold is not null then now() end, v.warning
    from offices head, (values
      ('avstangda', 'Avstängda föreningen', 'suspended', 'Registret verkar vara köpt.', null::jsonb),
      ('pausade', 'Pausade föreningen', 'paused', 'bounces', ${sql.json(rate)}::jsonb),
      ('varnade', 'Varnade föreningen', null, '', ${sql.json(NEAR)}::jsonb)
    ) as v(slug, name, hold, reason, warning)
    where head.slug = 'modellforbundet'`;
}

/** Changed in an hour: until then nobody asks why it stands still. @returns the mailing's id. */
async function arrangeSending(sql: postgres.Sql): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into mailings (office_id, kind, state, subject, updated_at)
    select id, 'mailing', 'sending', 'Höstfesten', now() + interval '1 hour' from offices where slug = 'varnade'
    returning id`;
  return row?.id ?? "";
}

/** In an office that no scene wants to delete. */
async function arrangeScheduled(sql: postgres.Sql): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    insert into mailings (office_id, kind, state, subject, body_html, scheduled_at)
    select id, 'mailing', 'scheduled', 'Vårmötet', '<p>Hej {{förnamn|vän}}!</p>', now() + interval '7 days'
    from offices where slug = 'varnade'
    returning id`;
  return row?.id ?? "";
}

async function profile(browser: Browser, url: string, login: { email: string; password: string }) {
  const watched = await watchedContext(browser, { baseURL: url });
  const page = await watched.context.newPage();
  await page.goto("/login");
  await page.getByLabel(text("auth.email")).fill(login.email);
  await page.getByLabel(text("auth.password")).fill(login.password);
  await page.getByRole("button", { name: text("auth.login.button") }).click();
  await page.waitForURL(/\/(offices|o\/)/);
  await page.close();
  return watched;
}

function linkIn(mail: OutboxMail | undefined, path: RegExp): string {
  const found = path.exec(mail?.text ?? "")?.[0];
  if (!found) throw new Error(`no such link in the mail:\n${mail?.text}`);
  return found;
}

async function thingsOf(sql: postgres.Sql) {
  const [mailing] = await sql<{ id: string }[]>`
    select l.id from mailings l join offices o on o.id = l.office_id
    where o.slug = ${OFFICE} and l.kind = 'mailing'
    order by (select count(distinct m.status) from messages m where m.mailing_id = l.id) desc limit 1`;
  const messages = await sql<{ id: string; status: string }[]>`
    select distinct on (status) id, status from messages where mailing_id = ${mailing?.id ?? ""}
    order by status, position`;
  const cards = await sql<{ id: string; status: string }[]>`
    select distinct on (m.email_status) m.id, m.email_status as status
    from members m join offices o on o.id = m.office_id
    where o.slug = ${OFFICE} and m.email_status is not null order by m.email_status, m.id`;
  const recipients = await sql<{ id: string }[]>`
    select m.id from members m join offices o on o.id = m.office_id
    where o.slug = ${OFFICE} and m.email_status = 'confirmed' and m.email like '%@example.org'
    order by m.email limit 2`;
  const [colleague] = await sql<{ id: string }[]>`
    select m.user_id as id from memberships m join offices o on o.id = m.office_id where o.slug = ${OFFICE}`;
  const [office] = await sql<{ id: string }[]>`select id from offices where slug = ${OFFICE}`;
  const cardOf = (status: string) => cards.find((card) => card.status === status)?.id ?? "";
  return {
    colleague: colleague?.id ?? "",
    memberOffice: office?.id ?? "",
    mailing: mailing?.id ?? "",
    messages: Object.fromEntries(messages.map(({ status, id }) => [status, id])),
    confirmedCard: cardOf("confirmed"),
    problemCard: cardOf("problem_bounced"),
    recipients: recipients.map(({ id }) => id),
  };
}
