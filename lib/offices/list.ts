import { sql } from "drizzle-orm";
import { asAuth } from "@/lib/db/tenant";

export type OwnOfficeRow = { slug: string; name: string; headOffice: string | null };

/**
 * The offices that a person may enter: their own, and the member offices of those where they are
 * administrator, and of the groups that they look after. Head offices come before their members.
 */
export function listOfficesOf(userId: string): Promise<OwnOfficeRow[]> {
  return asAuth(async (tx) => {
    const rows = await tx.execute<{ slug: string; name: string; head_office: string | null }>(sql`
      select o.slug, o.name, head.name as head_office
      from offices o
      left join offices head on head.id = o.parent_id
      where o.deleted_at is null and (
        exists (select from memberships m where m.office_id = o.id and m.user_id = ${userId})
        or exists (
          select from memberships m
          where m.office_id = o.parent_id and m.user_id = ${userId} and m.role = 'administrator'
        )
        or exists (
          select from group_offices g join group_administrators a on a.group_id = g.group_id
          where g.member_id = o.id and a.user_id = ${userId}
        ))
      order by coalesce(head.name, o.name) collate "sv-x-icu", o.parent_id is not null,
        o.name collate "sv-x-icu"`);
    return rows.map(({ slug, name, head_office }) => ({ slug, name, headOffice: head_office }));
  });
}
