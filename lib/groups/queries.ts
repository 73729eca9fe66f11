import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { groupAdministrators, groupOffices, groups } from "@/lib/db/schema/groups";
import { asAuth } from "@/lib/db/tenant";
import { NotFound } from "@/lib/errors";
import type { GroupInput } from "@/lib/groups/input";

export type GroupRow = { id: string; name: string; offices: number; administrators: number };

/** The groups of a head office, by name. */
export function listGroups(headId: string): Promise<GroupRow[]> {
  return asAuth(async (tx) => [
    ...(await tx.execute<GroupRow>(sql`
      select g.id, g.name,
        (select count(*)::int from ${groupOffices} m join offices o on o.id = m.member_id
          where m.group_id = g.id and o.deleted_at is null) as offices,
        (select count(*)::int from ${groupAdministrators} a where a.group_id = g.id) as administrators
      from ${groups} g where g.office_id = ${headId}
      order by g.name collate "sv-x-icu", g.id`)),
  ]);
}

/** @throws NotFound if the head office has no such group. */
export function getGroup(headId: string, id: string): Promise<GroupInput> {
  if (!z.uuid().safeParse(id).success) throw new NotFound();
  return asAuth(async (tx) => {
    const [group] = await tx
      .select({ name: groups.name })
      .from(groups)
      .where(and(eq(groups.id, id), eq(groups.officeId, headId)));
    if (!group) throw new NotFound();
    const members = await tx
      .select({ id: groupOffices.memberId })
      .from(groupOffices)
      .where(eq(groupOffices.groupId, id));
    const people = await tx
      .select({ id: groupAdministrators.userId })
      .from(groupAdministrators)
      .where(eq(groupAdministrators.groupId, id));
    return {
      name: group.name,
      offices: members.map((row) => row.id),
      administrators: people.map((row) => row.id),
    };
  });
}
