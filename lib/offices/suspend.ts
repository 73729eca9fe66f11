import { and, eq, isNull, sql } from "drizzle-orm";
import { offices } from "@/lib/db/schema/offices";
import { asAuth, type Tx } from "@/lib/db/tenant";
import { Invalid, NotFound } from "@/lib/errors";
import { type Actor, record } from "@/lib/log-book/record";
import { wakeOffice } from "@/lib/mailings/stand-still";

const OPERATOR = { kind: "operator" } as const;

/**
 * Stops everything that an office sends; its colleagues can still read. What has been handed to the provider
 * cannot be called back. Recorded in its log and in its head office's.
 *
 * @param reason in words for the office's colleagues.
 * @returns false if it was suspended for this reason already.
 * @throws NotFound if there is no such office.
 * @throws Invalid `reasonMissing`
 */
export function suspendOffice(slug: string, reason: string): Promise<boolean> {
  const words = reason.trim();
  if (words === "") throw new Invalid("reasonMissing");
  return asAuth(async (tx) => {
    const [office] = await tx
      .select(named)
      .from(offices)
      .where(and(eq(offices.slug, slug), isNull(offices.deletedAt)))
      .for("update");
    if (!office) throw new NotFound();
    if (office.hold === "suspended" && office.holdReason === words) return false;
    await tx
      .update(offices)
      .set({ hold: "suspended", holdReason: words, heldAt: sql`now()` })
      .where(eq(offices.id, office.id));
    await tell(tx, office, OPERATOR, "office.suspended", { reason: words });
    return true;
  });
}

/** `opened`: it was deleted; `held`: it is still suspended or paused. `released`: it may send again. */
export type Restored = { kind: "opened"; held: boolean } | { kind: "released" };

/**
 * Opens a deleted office again, or lets a suspended or paused one send again: whatever waits continues at
 * once, and its rates are judged from now on.
 *
 * @throws NotFound if no office with this slug is deleted (any more), suspended or paused.
 */
export async function restoreOffice(slug: string): Promise<Restored> {
  const { id, restored } = await asAuth(async (tx) => {
    const [office] = await tx.select(named).from(offices).where(eq(offices.slug, slug)).for("update");
    if (!office || (!office.deletedAt && !office.hold)) throw new NotFound();
    if (office.deletedAt) {
      await tx.update(offices).set({ deletedAt: null }).where(eq(offices.id, office.id));
      await tell(tx, office, OPERATOR, "office.restored");
      return { id: office.id, restored: { kind: "opened" as const, held: office.hold !== null } };
    }
    await tx
      .update(offices)
      .set({ hold: null, holdReason: "", heldAt: null, judgedFrom: sql`now()`, rateWarning: null })
      .where(eq(offices.id, office.id));
    await tell(tx, office, OPERATOR, "office.released");
    return { id: office.id, restored: { kind: "released" as const } };
  });
  if (restored.kind === "released") await wakeOffice(id);
  return restored;
}

/**
 * The program's own decision: an office whose rate has reached the provider's limit sends nothing until the
 * operator restores it.
 *
 * @param tx as auth.
 * @param judgedAt when its rates were counted; the office is not paused if it was restored after that, or
 *   shortly before.
 * @returns false if it was not to be paused (any more).
 */
export async function pauseOffice(tx: Tx, id: string, because: string, judgedAt: Date): Promise<boolean> {
  const [office] = await tx
    .update(offices)
    .set({ hold: "paused", holdReason: because, heldAt: sql`now()` })
    .where(
      sql`${offices.id} = ${id} and ${offices.hold} is null and ${offices.deletedAt} is null
        and coalesce(${offices.judgedFrom} <= ${judgedAt.toISOString()}::timestamptz - interval '1 minute', true)`,
    )
    .returning(named);
  if (!office) return false;
  await tell(tx, office, { kind: "program" }, "office.paused", { because });
  return true;
}

const named = {
  id: offices.id,
  name: offices.name,
  parentId: offices.parentId,
  deletedAt: offices.deletedAt,
  hold: offices.hold,
  holdReason: offices.holdReason,
};

const AT_HEAD_OFFICE = {
  "office.suspended": "office.memberSuspended",
  "office.paused": "office.memberPaused",
  "office.restored": "office.memberRestored",
  "office.released": "office.memberReleased",
} as const;

/** Into the log of the office, and of its head office. */
async function tell(
  tx: Tx,
  office: { id: string; name: string; parentId: string | null },
  actor: Actor,
  act: keyof typeof AT_HEAD_OFFICE,
  details: Record<string, string> = {},
): Promise<void> {
  await record(tx, office.id, { actor, act, details });
  if (office.parentId === null) return;
  const object = { id: office.id, name: office.name };
  await record(tx, office.parentId, { actor, act: AT_HEAD_OFFICE[act], object, details });
}
