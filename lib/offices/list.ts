import { type SQL, sql } from "drizzle-orm";
import { type ListPage, listPage } from "@/lib/db/list-page";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";

export type OwnOfficeRow = { slug: string; name: string; headOffice: string | null };

/** Head offices come before their members; `head` is the head office of `o`. */
const byName = sql`coalesce(head.name, o.name) collate "sv-x-icu", o.parent_id is not null,
  o.name collate "sv-x-icu", o.id`;

/**
 * The offices that a person may enter: their own, the member offices of those that they administer, and the
 * offices of the groups that they look after.
 *
 * @param from id of the office that the page begins with.
 */
export function listOfficesOf(userId: string, from?: unknown): Promise<ListPage<OwnOfficeRow>> {
  return asAuth((tx) => {
    const list = sql`
      select o.id, row_number() over (order by ${byName}) as place
      from offices o left join offices head on head.id = o.parent_id
      where o.id in (${officesOf(userId)})`;
    return listPage(tx, list, from, async (ids) => [
      ...(await tx.execute<OwnOfficeRow>(sql`
        select o.slug, o.name, head.name as "headOffice"
        from offices o left join offices head on head.id = o.parent_id
        where o.id = any (${uuids(ids)}) order by ${byName}`)),
    ]);
  });
}

/**
 * Whether a person may enter more than one office, as an SQL expression; see `listOfficesOf`. Every page asks
 * this, so that at most two of a federation's thousands are read.
 */
export function mayEnterSeveral(userId: string): SQL<boolean> {
  const two = roadsOf(userId).map((road) => sql`(${road} limit 2)`);
  return sql<boolean>`(select count(distinct id) > 1 from (${sql.join(two, sql` union all `)}) as two)`;
}

/** The ids, found from the person's side, without reading the installation's other offices. */
function officesOf(userId: string): SQL {
  return sql.join(roadsOf(userId), sql` union `);
}

/**
 * The three ways to an office: the person's own, those below an office that they administer, and those in
 * their groups.
 */
function roadsOf(userId: string): SQL[] {
  return [
    sql`select own.id from memberships m join offices own on own.id = m.office_id
      where m.user_id = ${userId} and own.deleted_at is null`,
    sql`select child.id from memberships m join offices child on child.parent_id = m.office_id
      where m.user_id = ${userId} and m.role = 'administrator' and child.deleted_at is null`,
    sql`select distinct grouped.id from group_administrators a
      join group_offices g on g.group_id = a.group_id join offices grouped on grouped.id = g.member_id
      where a.user_id = ${userId} and grouped.deleted_at is null`,
  ];
}

export type OperatedOffice = {
  id: string;
  name: string;
  slug: string;
  headOffice: string | null;
  state: "open" | "suspended" | "paused" | "deleted";
  /** When it came into its state. */
  since: string;
  /** Why it is suspended or paused. */
  reason: string;
};

/** For the operator: every office of the installation, including closed ones; in a transaction as `auth`. */
export function listEveryOffice(tx: Tx): Promise<OperatedOffice[]> {
  return tx.execute<OperatedOffice>(sql`
    select o.id, o.name, o.slug, head.name as "headOffice", o.hold_reason as reason,
      case when o.deleted_at is not null then 'deleted' else coalesce(o.hold, 'open') end as state,
      coalesce(o.deleted_at, o.held_at, o.created_at) as since
    from offices o left join offices head on head.id = o.parent_id
    order by ${byName}`);
}
