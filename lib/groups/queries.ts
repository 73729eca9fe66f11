import { and, eq, sql } from "drizzle-orm";
import { groupAdministrators, groupOffices, groups } from "@/lib/db/schema/groups";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { versionOfContent } from "@/lib/db/version";
import { NotFound } from "@/lib/errors";
import type { GroupInput } from "@/lib/groups/input";

/** `version`: what a form remembers of the group that it shows. */
export type Group = GroupInput & { version: string };

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
export function getGroup(headId: string, id: string): Promise<Group> {
  return asAuth(async (tx) => {
    const [group] = await tx.select({ name: groups.name }).from(groups).where(isGroup(headId, id));
    if (!group) throw new NotFound();
    return contentOf(tx, id, group.name);
  });
}

/** The condition that the office of a row of `group_offices` is not deleted. */
export const isNotDeleted = sql`${groupOffices.memberId} in (select o.id from offices o where o.deleted_at is null)`;

/** A group with its offices, without deleted ones, and its administrators. */
export async function contentOf(tx: Tx, id: string, name: string): Promise<Group> {
  const members = await tx
    .select({ id: groupOffices.memberId })
    .from(groupOffices)
    .where(and(eq(groupOffices.groupId, id), isNotDeleted));
  const people = await tx
    .select({ id: groupAdministrators.userId })
    .from(groupAdministrators)
    .where(eq(groupAdministrators.groupId, id));
  const group = { name, offices: members.map((row) => row.id), administrators: people.map((row) => row.id) };
  return { ...group, version: groupVersion(group) };
}

/** The same for the same content, in whatever order. */
export function groupVersion({ name, offices, administrators }: GroupInput): string {
  return versionOfContent([name, offices.toSorted(), administrators.toSorted()]);
}

/**
 * The condition that a group is this one, of this head office.
 *
 * @throws NotFound if `id` is no id.
 */
export function isGroup(headId: string, id: string) {
  if (!isUuid(id)) throw new NotFound();
  return and(eq(groups.id, id), eq(groups.officeId, headId));
}
