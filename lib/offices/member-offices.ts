import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { sendInvitation, storeInvitation } from "@/lib/colleagues/invite";
import { composed } from "@/lib/composed";
import { type ListPage, listPage } from "@/lib/db/list-page";
import { offices } from "@/lib/db/schema/offices";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { isUuid } from "@/lib/db/uuids";
import { Invalid, NotFound } from "@/lib/errors";
import type { Language } from "@/lib/i18n/language";
import { type Colleague, record } from "@/lib/log-book/record";
import { insertOffice } from "@/lib/offices/create";
import { refuseSuspended } from "@/lib/offices/hold";

export type MemberOffice = {
  id: string;
  slug: string;
  name: string;
  language: Language;
  createdAt: Date;
  /** Its own administrators; those of the head office are not counted. */
  administrators: number;
  /** People invited as administrators who have not answered. */
  invitedAdministrators: number;
};

const byName = sql`${offices.name} collate "sv-x-icu", ${offices.id}`;

/**
 * The member offices of a head office, by name.
 *
 * @param from id of the one that the page begins with.
 */
export function listMemberOffices(headId: string, from?: unknown): Promise<ListPage<MemberOffice>> {
  return asAuth((tx) => {
    const list = sql`
      select ${offices.id}, row_number() over (order by ${byName}) as place
      from ${offices} where ${and(eq(offices.parentId, headId), isNull(offices.deletedAt))}`;
    return listPage(tx, list, from, (ids) => select(tx, headId, ids).orderBy(byName));
  });
}

/** @throws NotFound if the head office has no such member office. */
export async function getMemberOffice(headId: string, id: string): Promise<MemberOffice> {
  if (!isUuid(id)) throw new NotFound();
  const [row] = await asAuth((tx) => select(tx, headId, [id]));
  if (!row) throw new NotFound();
  return row;
}

function select(tx: Tx, headId: string, ids: string[]) {
  const administrators = sql<number>`(select count(*)::int from memberships m
    where m.office_id = ${sql.raw('"offices"."id"')} and m.role = 'administrator')`;
  const invitedAdministrators = sql<number>`(select count(*)::int from invitations i
    where i.office_id = ${sql.raw('"offices"."id"')} and i.role = 'administrator')`;
  return tx
    .select({
      id: offices.id,
      slug: offices.slug,
      name: offices.name,
      language: offices.language,
      createdAt: offices.createdAt,
      administrators,
      invitedAdministrators,
    })
    .from(offices)
    .where(and(eq(offices.parentId, headId), isNull(offices.deletedAt), inArray(offices.id, ids)))
    .$dynamic();
}

type Head = { id: string; slug: string; name: string; language: Language };

const LOOKS_AFTER_IT = { role: "administrator", register: "none", mailings: "none" } as const;

/**
 * Creates a member office, which inherits what the head office shares, and invites its administrator: both or
 * neither, so that trying again creates no second office.
 *
 * @param email of the first administrator; null for none yet.
 * @returns also whether the invitation was mailed; if not, it can be sent again.
 * @throws Invalid `office_suspended` (a new office must not bypass a suspension), `ownAddress`
 */
export async function createMemberOffice(
  head: Head,
  actor: Colleague,
  name: string,
  email: string | null = null,
): Promise<{ id: string; slug: string; mailed: boolean }> {
  const { invitation, ...made } = await asAuth(async (tx) => {
    await refuseSuspended(tx, head.id);
    const office = await insertOffice(tx, { name, parentSlug: head.slug, language: head.language });
    await record(tx, head.id, { actor, act: "office.memberCreated", object: { id: office.id, name } });
    const guest = { ...actor, from: head.name };
    const invitation =
      email === null ? null : await storeInvitation(tx, office.id, guest, { email, ...LOOKS_AFTER_IT });
    return { ...office, invitation };
  });
  const words = { name, language: head.language };
  return { ...made, mailed: invitation !== null && (await sendInvitation(invitation, words, actor.name)) };
}

/**
 * Renames a member office, recorded in both logs. Its slug stays.
 *
 * @throws NotFound if the head office has no such member office.
 */
export async function renameMemberOffice(
  head: { id: string; name: string },
  actor: Colleague,
  id: string,
  name: string,
): Promise<void> {
  await asAuth(async (tx) => {
    const [row] = await tx
      .update(offices)
      .set({ name })
      .where(isMemberOffice(head.id, id))
      .returning({ id: offices.id });
    if (!row) throw new NotFound();
    await record(tx, head.id, { actor, act: "office.memberRenamed", object: { id, name } });
    const guest = { ...actor, from: head.name };
    await record(tx, id, { actor: guest, act: "office.changed", details: { fields: "name" } });
  });
}

/**
 * The condition that an office is a member office of this head office and is not deleted.
 *
 * @throws NotFound if `id` is no id.
 */
export function isMemberOffice(headId: string, id: string) {
  if (!isUuid(id)) throw new NotFound();
  return and(eq(offices.id, id), eq(offices.parentId, headId), isNull(offices.deletedAt));
}

/**
 * Checks the name that was typed to confirm a deletion; case and blanks do not matter.
 *
 * @throws Invalid `nameDiffers`
 */
export function refuseOtherName(name: string, typed: string): void {
  const plain = (text: string) => composed(text).toLocaleLowerCase("sv").replace(/\s+/g, " ").trim();
  if (plain(name) !== plain(typed)) throw new Invalid("nameDiffers");
}
