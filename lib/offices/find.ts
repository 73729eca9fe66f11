import { and, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Standing } from "@/lib/auth/rights";
import { memberships, offices } from "@/lib/db/schema/offices";
import { asAuth, type Tx } from "@/lib/db/tenant";
import type { Language } from "@/lib/i18n/language";
import type { Hold } from "@/lib/offices/hold";
import { mayEnterSeveral } from "@/lib/offices/list";
import { type RateWarning, rateWarningSchema } from "@/lib/rates/level";

/** An office as its colleagues see it. */
export type EnteredOffice = {
  id: string;
  slug: string;
  name: string;
  language: Language;
  timeZone: string;
  replyTo: string | null;
  /** It may have member offices. */
  isHeadOffice: boolean;
  /** The office, or its head office, lets in only those who have a second factor. */
  secondFactorRequired: boolean;
  /** Nothing goes out of it, and why. */
  hold: Hold | null;
  /** Its rates are near the provider's limits. */
  rateWarning: RateWarning | null;
  /** The head office; its slug only for people who may enter it too. */
  headOffice: { name: string; slug: string | null } | null;
};

/**
 * The office with this slug, a person's place in it, and whether the person may enter several.
 *
 * @returns null when there is no such office. Whether the person may enter it is for `rightsOf` to say.
 */
export async function findOfficeFor(
  userId: string,
  slug: string,
): Promise<{ office: EnteredOffice; standing: Standing; several: boolean } | null> {
  const head = alias(offices, "head");
  const own = alias(memberships, "own");
  const above = alias(memberships, "above");
  const row = await asAuth(async (tx) => {
    const [found] = await tx
      .select({
        office: {
          id: offices.id,
          slug: offices.slug,
          name: offices.name,
          language: offices.language,
          timeZone: offices.timeZone,
          replyTo: offices.replyTo,
          hold: offices.hold,
          holdReason: offices.holdReason,
          rateWarning: offices.rateWarning,
          isHeadOffice: isHeadOffice(),
          secondFactorRequired: sql<boolean>`${offices.requireSecondFactor} or coalesce(${head.requireSecondFactor}, false)`,
        },
        headName: head.name,
        headSlug: head.slug,
        role: own.role,
        registerRight: own.registerRight,
        mailingsRight: own.mailingsRight,
        roleAbove: above.role,
        groupAdministrator: looksAfterGroup(userId),
        several: mayEnterSeveral(userId),
      })
      .from(offices)
      .leftJoin(head, eq(head.id, offices.parentId))
      .leftJoin(own, and(eq(own.officeId, offices.id), eq(own.userId, userId)))
      .leftJoin(above, and(eq(above.officeId, offices.parentId), eq(above.userId, userId)))
      .where(and(eq(offices.slug, slug), isNull(offices.deletedAt)))
      /* Prepared, because every page asks this and planning takes longer than running it. */
      .prepare("entered_office")
      .execute();
    return found;
  });
  if (!row) return null;
  const { hold, holdReason, rateWarning, ...office } = row.office;
  const { headName, headSlug, role, registerRight, mailingsRight, roleAbove, groupAdministrator, several } =
    row;
  return {
    office: {
      ...office,
      hold: hold && { kind: hold, reason: holdReason },
      rateWarning: rateWarningSchema.nullable().parse(rateWarning),
      headOffice: headName === null ? null : { name: headName, slug: roleAbove ? headSlug : null },
    },
    standing: {
      role,
      registerRight,
      mailingsRight,
      headOfficeAdministrator: roleAbove === "administrator",
      groupAdministrator,
    },
    several,
  };
}

function looksAfterGroup(userId: string) {
  return sql<boolean>`exists (
    select from group_offices g join group_administrators a on a.group_id = g.group_id
    where g.member_id = ${sql.raw('"offices"."id"')} and a.user_id = ${userId})`;
}

/** True if the operator has said so, or if it has member offices. */
function isHeadOffice() {
  return sql<boolean>`(${offices.head} or exists (
    select from offices m where m.parent_id = ${sql.raw('"offices"."id"')} and m.deleted_at is null))`;
}

/** The office with this id, even if it is deleted or held; in a transaction as `auth`. */
export async function officeById(
  tx: Tx,
  id: string,
): Promise<Pick<EnteredOffice, "slug" | "name" | "language" | "timeZone"> | null> {
  const [office] = await tx
    .select({
      slug: offices.slug,
      name: offices.name,
      language: offices.language,
      timeZone: offices.timeZone,
    })
    .from(offices)
    .where(eq(offices.id, id));
  return office ?? null;
}

/**
 * The office with this slug, whoever asks: for programs of the operator, in a transaction as `auth`.
 *
 * @returns null when there is none.
 */
export async function officeBySlug(
  tx: Tx,
  slug: string,
): Promise<{ id: string; name: string; language: Language; parentId: string | null } | null> {
  const [office] = await tx
    .select({
      id: offices.id,
      name: offices.name,
      language: offices.language,
      parentId: offices.parentId,
    })
    .from(offices)
    .where(and(eq(offices.slug, slug), isNull(offices.deletedAt)));
  return office ?? null;
}
