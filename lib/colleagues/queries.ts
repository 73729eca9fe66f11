import { and, eq, gt, inArray, isNotNull, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { INVITATION_DAYS } from "@/lib/auth/tokens";
import type { ColleagueRights } from "@/lib/colleagues/input";
import { type ListPage, listPage } from "@/lib/db/list-page";
import { invitations, memberships, offices } from "@/lib/db/schema/offices";
import { users } from "@/lib/db/schema/users";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { versionOfContent } from "@/lib/db/version";
import { NotFound } from "@/lib/errors";
import type { Language } from "@/lib/i18n/language";

export type ColleagueRow = { userId: string; email: string; name: string; rights: ColleagueRights };

export type InvitedRow = {
  userId: string;
  email: string;
  rights: ColleagueRights;
  sentAt: Date;
  /** It has expired; it can be sent again. */
  expired: boolean;
};

const byName = sql`coalesce(nullif(${users.name}, ''), ${users.email}) collate "sv-x-icu", ${users.id}`;
const byAddress = sql`${users.email} collate "sv-x-icu", ${users.id}`;

/**
 * The colleagues of an office, by name.
 *
 * @param from id of the one that the page begins with.
 */
export function listColleagues(officeId: string, from?: unknown): Promise<ListPage<ColleagueRow>> {
  return asAuth((tx) =>
    listPage(tx, placesIn(memberships, officeId, byName), from, (ids) =>
      colleaguesOf(tx, officeId, inArray(users.id, ids)),
    ),
  );
}

/** The colleagues of an office who do not administer it, and besides them those among these ids. */
export function helpersOf(officeId: string, among: readonly string[]): Promise<ColleagueRow[]> {
  const helps = or(ne(memberships.role, "administrator"), inArray(users.id, [...among]));
  return asAuth((tx) => colleaguesOf(tx, officeId, helps));
}

function colleaguesOf(tx: Tx, officeId: string, which: SQL | undefined): Promise<ColleagueRow[]> {
  return tx
    .select({ userId: users.id, email: users.email, name: users.name, rights: rightsIn(memberships) })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.officeId, officeId), which))
    .orderBy(byName);
}

/**
 * Those who are invited to an office and have not answered, by address: only people with a login have a name, so
 * an order by name would tell the inviter who has one.
 *
 * @param from id of the one that the page begins with.
 */
export function listInvited(officeId: string, from?: unknown): Promise<ListPage<InvitedRow>> {
  return asAuth((tx) =>
    listPage(tx, placesIn(invitations, officeId, byAddress), from, (ids) =>
      tx
        .select({
          userId: users.id,
          email: users.email,
          rights: rightsIn(invitations),
          sentAt: invitations.sentAt,
          expired: sql<boolean>`not (${stillGood()})`,
        })
        .from(invitations)
        .innerJoin(users, eq(users.id, invitations.userId))
        .where(and(eq(invitations.officeId, officeId), inArray(users.id, ids)))
        .orderBy(byAddress),
    ),
  );
}

function placesIn(table: typeof memberships | typeof invitations, officeId: string, order: SQL): SQL {
  return sql`
    select ${users.id}, row_number() over (order by ${order}) as place
    from ${table} join ${users} on ${users.id} = ${table.userId} where ${table.officeId} = ${officeId}`;
}

export type Addressee = { userId: string; email: string; language: Language | null };

/** The administrators of an office: its own who can log in, or else its head office's. As `auth`. */
export async function listAdministrators(tx: Tx, officeId: string): Promise<Addressee[]> {
  const of = (office: SQL) => whoCanLogIn(tx, office, eq(memberships.role, "administrator"));
  const own = await of(sql`${officeId}`);
  return own.length > 0 ? own : of(headOfficeOf(officeId));
}

/**
 * Who is informed about somebody's work in an office: the person, if they still have a place in it or, as an
 * administrator, in its head office; otherwise the office's administrators. As `auth`.
 */
export async function listResponsible(tx: Tx, officeId: string, userId: string | null): Promise<Addressee[]> {
  if (userId === null) return listAdministrators(tx, officeId);
  const [own] = await whoCanLogIn(tx, sql`${officeId}`, eq(users.id, userId));
  const [above] = own
    ? []
    : await whoCanLogIn(
        tx,
        headOfficeOf(officeId),
        and(eq(users.id, userId), eq(memberships.role, "administrator")),
      );
  const person = own ?? above;
  return person ? [person] : listAdministrators(tx, officeId);
}

function whoCanLogIn(tx: Tx, office: SQL, which: SQL | undefined): Promise<Addressee[]> {
  return tx
    .select({ userId: users.id, email: users.email, language: users.language })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(sql`${memberships.officeId} = ${office}`, which, isNotNull(users.passwordHash)))
    .orderBy(users.id);
}

function headOfficeOf(officeId: string): SQL {
  return sql`(select parent_id from offices where id = ${officeId})`;
}

/** @throws NotFound if the office has no such colleague. */
export async function getColleague(officeId: string, userId: string): Promise<ColleagueRow> {
  if (!isUuid(userId)) throw new NotFound();
  const [row] = await asAuth((tx) => colleaguesOf(tx, officeId, eq(users.id, userId)));
  if (!row) throw new NotFound();
  return row;
}

export type OwnInvitation = { slug: string; officeName: string; invitedByName: string };

/** The offices that a person is invited to and has not answered. */
export function invitationsOf(userId: string): Promise<OwnInvitation[]> {
  return asAuth((tx) =>
    tx
      .select({ slug: offices.slug, officeName: offices.name, invitedByName: invitations.invitedByName })
      .from(invitations)
      .innerJoin(offices, eq(offices.id, invitations.officeId))
      .where(and(eq(invitations.userId, userId), stillGood(), isNull(offices.deletedAt)))
      .orderBy(sql`${offices.name} collate "sv-x-icu"`),
  );
}

/** An invitation that may be accepted. */
export function stillGood(): SQL {
  return gt(invitations.sentAt, sql`now() - ${INVITATION_DAYS} * interval '1 day'`);
}

/** The columns that a person's rights are read from; in an invitation, those that are offered. */
export function rightsIn(table: typeof memberships | typeof invitations) {
  return { role: table.role, register: table.registerRight, mailings: table.mailingsRight };
}

/** The version of the rights that a form shows. */
export function rightsVersion({ role, register, mailings }: ColleagueRights): string {
  return versionOfContent([role, register, mailings]);
}

/** How many colleagues of its own each office has; as `auth`. */
export async function colleaguesPerOffice(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx
    .select({ id: memberships.officeId, colleagues: sql<number>`count(*)::int` })
    .from(memberships)
    .groupBy(memberships.officeId);
  return new Map(rows.map(({ id, colleagues }) => [id, colleagues]));
}
