import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { freePort } from "@/embedded/postgres/free-port";
import { settingsVersion } from "@/lib/offices/settings";
import { startInstallation, temporaryDataDir } from "@/tests/support/installation";
import { createOffice, demoLogins, ownerUrl } from "@/tests/support/installed";
import { logIn, Visitor } from "@/tests/support/visitor";
import { fillOffice, tenantTables } from "../tenant";
import type { Caller } from "./callers";
import type { Things } from "./doors";

/** What only the foreign office knows: never in an answer to anybody else. */
const SECRETS = ["Hemligström", "hemlig.ström@example.org", "Hemligt utskick"] as const;

/** An installation with an office of ours and a foreign one, both with something of everything. */
export async function openTwoOffices() {
  const { dataDir, remove } = temporaryDataDir();
  const port = await freePort();
  const installation = await startInstallation({ dataDir, port });
  const sql = postgres(ownerUrl(dataDir), { max: 2, onnotice: () => {} });
  const tables = await tenantTables(sql);
  const ours = await createOffice({ dataDir, port }, "Vår förening", "anna@var-forening.example", ["--head"]);
  const foreign = "byns-ungdomsforening";
  const idOf = async (slug: string) => {
    const [row] = await sql<{ id: string }[]>`select id from offices where slug = ${slug}`;
    return row?.id ?? "";
  };
  const [ownId, foreignId] = [await idOf(ours.slug), await idOf(foreign)];
  await fillOffice(sql, ownId);
  const demo = demoLogins(dataDir);
  return {
    own: { ...(await ownThings(sql, ours.slug, ownId)), detailsVersion: await detailsOf(sql, ownId) },
    foreign: {
      ...(await foreignThings(sql, foreign, foreignId)),
      detailsVersion: await detailsOf(sql, foreignId),
    },
    visitors: {
      nobody: new Visitor(installation.url),
      stranger: await logIn(installation.url, ours.login),
      owner: await logIn(installation.url, demo),
    },
    foreignId,
    headId: await idOf("modellforbundet"),
    url: installation.url,
    dataDir,
    output: installation.output,
    sql,
    /** Logs in as somebody new. */
    async enter(who: Caller): Promise<Visitor> {
      const email = await engage(sql, who, { home: foreignId, elsewhere: ownId, like: demo.email });
      return logIn(installation.url, { email, password: demo.password });
    },
    secrets: SECRETS,
    /** Changes whenever any row of the foreign office does. */
    foreignRows: () => rowsOf(sql, tables, foreignId),
    /** Changes whenever any row of our office does. */
    ownRows: () => rowsOf(sql, tables, ownId),
    async close(): Promise<void> {
      await sql.end();
      await installation.stop();
      remove();
    },
  };
}

/**
 * What an office has, in short: a line for each table. Its outbox is emptied by the jobs, and they put off
 * an erasure that has to wait, whoever asks what.
 */
async function rowsOf(sql: postgres.Sql, tables: string[], officeId: string): Promise<string> {
  const sums = [...tables.filter((table) => table !== "outbox"), "offices"].map(
    (table) => `select '${table}' as name, md5(string_agg(kept, '|' order by kept)) as sum
      from (select (to_jsonb(t) - 'due_at')::text as kept, * from ${table} t) t where ${table === "offices" ? "id" : "office_id"} = '${officeId}'`,
  );
  const rows = await sql.unsafe<{ name: string; sum: string | null }[]>(sums.join(" union all "));
  return rows.map(({ name, sum }) => `${name} ${sum}`).join("\n");
}

/**
 * Somebody with these places.
 *
 * @param like address of a person whose password the new one gets.
 * @returns the new person's address.
 */
async function engage(
  sql: postgres.Sql,
  { home, head, elsewhere }: Caller,
  place: { home: string; elsewhere: string; like: string },
): Promise<string> {
  const email = `${randomUUID().slice(0, 8)}@kollega.example`;
  const [person] = await sql<{ id: string }[]>`
    insert into users (email, name, password_hash, language)
    select ${email}, 'Kaj Kollega', password_hash, 'sv' from users where email = ${place.like} returning id`;
  const [above] = await sql<{ id: string }[]>`select parent_id as id from offices where id = ${place.home}`;
  const join = async (officeId: string, as: NonNullable<Caller["home"]>) => {
    const [role, register, mailings] =
      as === "administrator" ? ["administrator", "none", "none"] : ["colleague", ...as];
    await sql`
      insert into memberships (user_id, office_id, role, register_right, mailings_right)
      values (${person?.id ?? ""}, ${officeId}, ${role ?? ""}, ${register ?? ""}, ${mailings ?? ""})`;
  };
  if (home) await join(place.home, home);
  if (elsewhere) await join(place.elsewhere, elsewhere);
  if (head) await join(above?.id ?? "", head === "group" ? ["none", "none"] : head);
  if (head === "group") {
    await sql`
      with g as (insert into groups (office_id, name) values (${above?.id ?? ""}, 'Öst') returning id, office_id),
        o as (insert into group_offices (group_id, office_id, member_id) select id, office_id, ${place.home} from g)
      insert into group_administrators (group_id, office_id, user_id)
      select id, office_id, ${person?.id ?? ""} from g`;
  }
  return email;
}

/** Well-formed ids of nothing. */
export function unknownThings(slug: string): Things {
  return {
    slug,
    detailsVersion: randomUUID(),
    memberId: randomUUID(),
    version: "1000000000000000",
    askedId: randomUUID(),
    importId: randomUUID(),
    draftId: randomUUID(),
    mailingId: randomUUID(),
    messageId: randomUUID(),
    colleagueId: randomUUID(),
    invitedId: randomUUID(),
    headSlug: "ett-annat-forbund",
    memberOfficeId: randomUUID(),
    groupId: randomUUID(),
  };
}

async function detailsOf(sql: postgres.Sql, officeId: string): Promise<string> {
  const [row] = await sql<Parameters<typeof settingsVersion>>`
    select name, slug, language, postal_address as "postalAddress", footer, shared
    from offices where id = ${officeId}`;
  if (!row) throw new Error("there is no such office");
  return settingsVersion(row);
}

type OfOneOffice = Omit<Things, "detailsVersion">;

async function ownThings(sql: postgres.Sql, slug: string, officeId: string): Promise<OfOneOffice> {
  const [row] = await sql<
    Omit<OfOneOffice, "slug" | "version" | "headSlug" | "memberOfficeId" | "groupId">[]
  >`
    select m.id as "memberId", m.id as "askedId", i.id as "importId", d.id as "draftId", d.id as "mailingId", s.id as "messageId",
      c.user_id as "colleagueId", v.user_id as "invitedId"
    from members m, imports i, mailings d, messages s, memberships c, invitations v
    where m.office_id = ${officeId} and i.office_id = m.office_id and d.office_id = m.office_id
      and s.office_id = m.office_id and c.office_id = m.office_id and v.office_id = m.office_id limit 1`;
  if (!row) throw new Error("our office has not got everything");
  const [member] = await sql<{ id: string }[]>`
    insert into offices (slug, name, parent_id) values ('var-ort', 'Vår ort', ${officeId}) returning id`;
  const [group] = await sql<{ id: string }[]>`select id from groups where office_id = ${officeId}`;
  const offices = { headSlug: slug, memberOfficeId: member?.id ?? "", groupId: group?.id ?? "" };
  return { ...row, ...offices, slug, version: "1000000000000000" };
}

/** A sent mailing of the demo, one of its messages, its card, a draft and an import. */
async function foreignThings(sql: postgres.Sql, slug: string, officeId: string): Promise<OfOneOffice> {
  const [draft] = await sql<{ id: string }[]>`
    insert into mailings (office_id, kind, subject, body_html, created_by_name)
    values (${officeId}, 'mailing', ${SECRETS[2]}, '<p>Hej!</p>', 'Anna Ek') returning id`;
  const content = Buffer.from("Förnamn;Efternamn;E-post\nNils;Hemligström;fel@\n");
  const [upload] = await sql<{ id: string }[]>`
    insert into imports (office_id, file_name, content) values (${officeId}, 'medlemmar.csv', ${content}) returning id`;
  const [sent] = await sql<{ mailing_id: string; id: string; member_id: string }[]>`
    select s.mailing_id, s.id, c.member_id from messages s join message_cards c on c.message_id = s.id
    join mailings m on m.id = s.mailing_id join members k on k.id = c.member_id
    where s.office_id = ${officeId} and m.kind = 'mailing' and m.state = 'sent' and s.status = 'sent'
      and k.email_status = 'confirmed' order by m.created_at desc, s.position limit 1`;
  const [member] = await sql<{ version: string }[]>`
    update members set last_name = ${SECRETS[0]}, email = ${SECRETS[1]} where id = ${sent?.member_id ?? ""}
    returning (extract(epoch from updated_at) * 1000000)::bigint::text as version`;
  const [asked] = await sql<{ id: string }[]>`
    select id from members where office_id = ${officeId} and email_status = 'confirmation_requested'
    order by email_status_at limit 1`;
  const [colleague] = await sql<{ id: string }[]>`
    select user_id as id from memberships where office_id = ${officeId} and role = 'colleague'`;
  const [invited] = await sql<{ id: string }[]>`
    with invited as (insert into users (email) values ('inbjuden@byns-uf.example') returning id)
    insert into invitations (user_id, office_id, role, sent_at)
    select id, ${officeId}, 'colleague', now() - interval '1 day' from invited returning user_id as id`;
  const [group] = await sql<{ id: string }[]>`
    insert into groups (office_id, name) select parent_id, 'Norr' from offices where id = ${officeId} returning id`;
  return {
    slug,
    headSlug: "modellforbundet",
    memberOfficeId: officeId,
    groupId: group?.id ?? "",
    colleagueId: colleague?.id ?? "",
    invitedId: invited?.id ?? "",
    memberId: sent?.member_id ?? "",
    version: member?.version ?? "",
    askedId: asked?.id ?? "",
    importId: upload?.id ?? "",
    draftId: draft?.id ?? "",
    mailingId: sent?.mailing_id ?? "",
    messageId: sent?.id ?? "",
  };
}
