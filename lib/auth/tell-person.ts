import { randomUUID } from "node:crypto";
import { sendAccountMail } from "@/lib/auth/account-mail";
import { env } from "@/lib/env";
import type { Language } from "@/lib/i18n/language";
import { type LoginChange, renderLoginChanged } from "@/lib/mail/account-mails";

/**
 * Mails a person what was changed about the login, so that whoever did not do it learns of it. Call it
 * after the commit and after the answer. It is sent once; what the provider does not take is logged.
 */
export async function tellPerson(email: string, language: Language, change: LoginChange): Promise<void> {
  const mail = await renderLoginChanged({ language, email, change, url: `${env().APP_URL}/account` });
  await sendAccountMail(email, randomUUID(), mail);
}
