import { and, eq } from "drizzle-orm";
import { sendAccountMail } from "@/lib/auth/account-mail";
import { listResponsible } from "@/lib/colleagues/queries";
import { mailings } from "@/lib/db/schema/mailings";
import { asAuth, withOffice } from "@/lib/db/tenant";
import { env } from "@/lib/env";
import { formatDateTime } from "@/lib/i18n/format";
import { renderMissedMailing } from "@/lib/mail/missed-mail";
import { officeById } from "@/lib/offices/find";

/**
 * Mails the author of a mailing that it has not gone out, or who looks after the office where the author has
 * left it. May run again: nobody is told twice.
 *
 * @param at when it should have gone out.
 * @throws Error if the provider did not take a mail; the job is to run again.
 */
export async function tellOfMissed(officeId: string, mailingId: string, at: Date): Promise<void> {
  const [mailing] = await withOffice(officeId, (tx) =>
    tx
      .select({ subject: mailings.subject, createdBy: mailings.createdBy })
      .from(mailings)
      .where(and(eq(mailings.officeId, officeId), eq(mailings.id, mailingId))),
  );
  if (!mailing) return;
  const { office, responsible } = await asAuth(async (tx) => ({
    office: await officeById(tx, officeId),
    responsible: await listResponsible(tx, officeId, mailing.createdBy),
  }));
  if (!office) return;
  let told = true;
  for (const { userId, email, language: own } of responsible) {
    const language = own ?? office.language;
    const mail = await renderMissedMailing({
      language,
      officeName: office.name,
      mailing: mailing.subject,
      date: formatDateTime(at, { language, timeZone: office.timeZone }),
      url: `${env().APP_URL}/o/${office.slug}/mailings/${mailingId}`,
    });
    told = (await sendAccountMail(email, `missed-${mailingId}-${at.getTime()}-${userId}`, mail)) && told;
  }
  if (!told) throw new Error("the provider did not take the mail about a mailing that was missed");
}
