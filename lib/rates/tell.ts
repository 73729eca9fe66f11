import { and, eq, isNull, sql } from "drizzle-orm";
import { sendAccountMail } from "@/lib/auth/account-mail";
import { listAdministrators } from "@/lib/colleagues/queries";
import { rateWarnings } from "@/lib/db/schema/rates";
import { asAuth } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { DEFAULT_LANGUAGE } from "@/lib/i18n/language";
import { renderOfficePaused, renderRateWarning } from "@/lib/mail/rate-mails";
import { officeById } from "@/lib/offices/find";
import { JUDGED_DAYS, PROVIDER_LIMITS } from "@/lib/rates/level";

/** Within this time the provider remembers a mail's key, so that none is delivered twice. */
const PATIENCE = sql`interval '20 hours'`;

type Warning = typeof rateWarnings.$inferSelect;

/**
 * Mails the warnings about rates that have been noted: to the operator, and to the administrators of an
 * office that was paused. If the provider does not accept a mail, the next run tries again, for most of a
 * day.
 */
export async function tellOfRates(): Promise<void> {
  const untold = await asAuth((tx) =>
    tx
      .select()
      .from(rateWarnings)
      .where(and(isNull(rateWarnings.toldAt), sql`${rateWarnings.notedAt} > now() - ${PATIENCE}`))
      .orderBy(rateWarnings.notedAt, rateWarnings.id),
  );
  for (const warning of untold) {
    if (!(await tell(warning))) continue;
    await asAuth((tx) =>
      tx.update(rateWarnings).set({ toldAt: sql`now()` }).where(eq(rateWarnings.id, warning.id)),
    );
  }
}

/** @returns whether all mails were accepted. */
async function tell(warning: Warning): Promise<boolean> {
  const { id, about, kind, level, accepted, bad, paused } = warning;
  const { APP_URL, OPERATOR_EMAIL } = env();
  const rate = { kind, accepted, bad, limit: PROVIDER_LIMITS[kind], days: JUDGED_DAYS };
  const { office, administrators } = await asAuth(async (tx) => ({
    office: about === null ? null : await officeById(tx, about),
    administrators: about !== null && paused ? await listAdministrators(tx, about) : [],
  }));
  let told = true;
  if (OPERATOR_EMAIL !== undefined) {
    const details = { ...rate, level, paused, office };
    const url = office ? `${APP_URL}/o/${office.slug}` : APP_URL;
    const mail = await renderRateWarning({ ...details, language: DEFAULT_LANGUAGE, url });
    told = await sendAccountMail(OPERATOR_EMAIL, id, mail);
  }
  if (!office) return told;
  for (const { userId, email, language } of administrators) {
    const details = { ...rate, officeName: office.name, url: `${APP_URL}/o/${office.slug}` };
    const mail = await renderOfficePaused({ ...details, language: language ?? office.language });
    told = (await sendAccountMail(email, `${id}-${userId}`, mail)) && told;
  }
  return told;
}
