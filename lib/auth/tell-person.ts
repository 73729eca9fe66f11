import { randomUUID } from "node:crypto";
import { sendAccountMail } from "@/lib/auth/account-mail";
import { env } from "@/lib/env";
import type { Language } from "@/lib/i18n/language";
import { type LoginChange, renderLoginChanged } from "@/lib/mail/account-mails";

/**
 * Mails a person that their login was changed, so that they notice if it was somebody else. Call it after the
 * commit and the response. Sent once: if the provider does not accept it, that is logged.
 */
export async function tellPerson(email: string, language: Language, change: LoginChange): Promise<void> {
  const mail = await renderLoginChanged({ language, email, change, url: `${env().APP_URL}/account` });
  await sendAccountMail(email, randomUUID(), mail);
}
