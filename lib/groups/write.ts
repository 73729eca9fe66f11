import { and, eq, sql } from "drizzle-orm";
import { groupAdministrators, groupOffices, groups } from "@/lib/db/schema/groups";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { uuids } from "@/lib/db/uuids";
import { NotFound, Outdated } from "@/lib/errors";
import type { GroupInput } from "@/lib/groups/input";
import { contentOf, groupVersion, isGroup, isNotDeleted } from "@/lib/groups/queries";
import { type Colleague, record } from "@/lib/log-book/record";

/** @returns the group's id. */
export function createGroup(headId: string, actor: Colleague, input: GroupInput): Promise<string> {
  return asAuth(async (tx) => {
    const [row] = await tx
      .insert(groups)
      .values({ officeId: headId, name: input.name })
      .returning({ id: groups.id });
    if (!row) throw new NotFound();
    await fill(tx, headId, row.id, input);
    const object = { id: row.id, name: input.name };
    await record(tx, headId, { actor, act: "office.groupCreated", object });
    return row.id;
  });
}

/**
 * Changes who is in a group and who looks after it, from their next click on. A deleted office stays
 * in it, for when it is restored.
 *
 * @param version of the group that the form showed.
 * @throws NotFound if the head office has no such group.
 * @throws Outdated if somebody else changed it since `version`.
 */
export async function changeGroup(
  headId: string,
  actor: Colleague,
  id: string,
  version: string,
  input: GroupInput,
): Promise<void> {
  await asAuth(async (tx) => {
    const [row] = await tx
      .select({ name: groups.name })
      .from(groups)
      .where(isGroup(headId, id))
      .for("update");
    if (!row) throw new NotFound();
    const current = await contentOf(tx, id, row.name);
    if (current.version === groupVersion(input)) return;
    if (current.version !== version) throw new Outdated(current.version);
    await tx.update(groups).set({ name: input.name }).where(isGroup(headId, id));
    await tx.delete(groupOffices).where(and(eq(groupOffices.groupId, id), isNotDeleted));
    await tx.delete(groupAdministrators).where(eq(groupAdministrators.groupId, id));
    await fill(tx, headId, id, input);
    await record(tx, headId, { actor, act: "office.groupChanged", object: { id, name: input.name } });
  });
}

/**
 * Dissolves a group; its offices stay.
 *
 * @throws NotFound if the head office has no such group.
 */
export async function deleteGroup(headId: string, actor: Colleague, id: string): Promise<void> {
  await asAuth(async (tx) => {
    const [row] = await tx.delete(groups).where(isGroup(headId, id)).returning({ name: groups.name });
    if (!row) throw new NotFound();
    await record(tx, headId, { actor, act: "office.groupDeleted", object: { id, name: row.name } });
  });
}

/** Of what is named, only member offices and colleagues of this head office get in. */
async function fill(tx: Tx, headId: string, groupId: string, input: GroupInput): Promise<void> {
  await tx.execute(sql`
    insert into ${groupOffices} (group_id, office_id, member_id)
    select ${groupId}::uuid, ${headId}::uuid, o.id from offices o
    where o.parent_id = ${headId} and o.id = any (${uuids(input.offices)}) on conflict do nothing`);
  await tx.execute(sql`
    insert into ${groupAdministrators} (group_id, office_id, user_id)
    select ${groupId}::uuid, ${headId}::uuid, m.user_id from memberships m
    where m.office_id = ${headId} and m.user_id = any (${uuids(input.administrators)})`);
}
