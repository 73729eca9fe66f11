import { and, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import { sendAccountMail } from "@/lib/auth/account-mail";
import { offices } from "@/lib/db/schema/offices";
import { asAuth } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import type { Language } from "@/lib/i18n/language";
import { hashSecret, newSecret } from "@/lib/links/secret";
import { type Actor, record } from "@/lib/log-book/record";
import { renderReplyToRequest } from "@/lib/mail/account-mails";
import { handDown } from "@/lib/offices/hand-down";

/** Days for which the link is valid. */
const LIVES_DAYS = 7;

/**
 * `same`: it is in use already; `removed`: there is none any more; `waits`: a mail was sent less than a
 * minute ago; `suspended`: the office may send nothing.
 */
export type ReplyToOutcome = "asked" | "notMailed" | "same" | "removed" | "waits" | "suspended";

/**
 * Asks by mail whether answers may go to an address. It is used once somebody who reads its mail has
 * confirmed it; until then the previous one stays in use. Removing the address takes effect at once.
 *
 * @param address normalised, or null for none.
 */
export async function wishReplyTo(
  office: { id: string; name: string; language: Language },
  actor: Actor,
  address: string | null,
): Promise<ReplyToOutcome> {
  if (address === null) return removeReplyTo(office.id, actor);
  const { secret, hash } = newSecret();
  const outcome = await asAuth(async (tx): Promise<ReplyToOutcome> => {
    const [now] = await tx
      .select({ used: offices.replyTo, hold: offices.hold })
      .from(offices)
      .where(eq(offices.id, office.id))
      .for("update");
    if (now?.used === address) {
      await tx
        .update(offices)
        .set({ replyToWanted: null, replyToHash: null })
        .where(eq(offices.id, office.id));
      return "same";
    }
    if (now?.hold === "suspended") return "suspended";
    const rested = sql`${offices.replyToAskedAt} < now() - interval '1 minute'`;
    const [asked] = await tx
      .update(offices)
      .set({ replyToWanted: address, replyToHash: hash, replyToAskedAt: sql`now()` })
      .where(and(eq(offices.id, office.id), or(isNull(offices.replyToAskedAt), rested)))
      .returning({ id: offices.id });
    if (!asked) return "waits";
    await record(tx, office.id, { actor, act: "office.replyToAsked", details: { address } });
    return "asked";
  });
  if (outcome !== "asked") return outcome;
  const mail = await renderReplyToRequest({
    language: office.language,
    officeName: office.name,
    address,
    url: `${env().APP_URL}/reply-to/${secret}`,
    validDays: LIVES_DAYS,
  });
  const mailed = await sendAccountMail(address, hash.toString("hex").slice(0, 32), mail);
  return mailed ? "asked" : "notMailed";
}

async function removeReplyTo(officeId: string, actor: Actor): Promise<ReplyToOutcome> {
  await asAuth(async (tx) => {
    const [had] = await tx
      .update(offices)
      .set({ replyTo: null, replyToWanted: null, replyToHash: null })
      .where(and(eq(offices.id, officeId), or(isNotNull(offices.replyTo), isNotNull(offices.replyToWanted))))
      .returning({ id: offices.id });
    if (!had) return;
    await handDown(tx, officeId);
    await record(tx, officeId, { actor, act: "office.replyToRemoved" });
  });
  return "removed";
}

/** What a link stands for at present; only `open` can be used. */
export type ReplyToLink =
  | { state: "unknown" }
  | { state: "open" | "expired" | "confirmed"; officeName: string; address: string; language: Language };

/** The link to confirm the address that an office wants is too old. */
export const replyToExpired = sql<boolean>`${offices.replyToAskedAt} < now() - ${LIVES_DAYS} * interval '1 day'`;

/** What a link stands for at present. Changes nothing, because link scanners open links. */
export async function readReplyToLink(secret: string): Promise<ReplyToLink> {
  const [row] = await asAuth((tx) =>
    tx
      .select({
        officeName: offices.name,
        language: offices.language,
        wanted: offices.replyToWanted,
        used: offices.replyTo,
        expired: replyToExpired,
      })
      .from(offices)
      .where(eq(offices.replyToHash, hashSecret(secret))),
  );
  const address = row?.wanted ?? row?.used;
  if (!row || !address) return { state: "unknown" };
  const state = row.wanted === null ? "confirmed" : row.expired ? "expired" : "open";
  return { state, officeName: row.officeName, address, language: row.language };
}

/** Puts the address into use. Doing it twice does no harm. */
export async function confirmReplyTo(secret: string): Promise<void> {
  await asAuth(async (tx) => {
    const link = eq(offices.replyToHash, hashSecret(secret));
    const [office] = await tx
      .update(offices)
      .set({ replyTo: offices.replyToWanted, replyToWanted: null })
      .where(and(link, sql`${offices.replyToWanted} is not null and not ${replyToExpired}`))
      .returning({ id: offices.id, address: offices.replyTo });
    if (!office) return;
    await handDown(tx, office.id);
    const details = { address: office.address ?? "" };
    await record(tx, office.id, { actor: { kind: "mailbox" }, act: "office.replyToConfirmed", details });
  });
}
