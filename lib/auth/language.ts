import { eq } from "drizzle-orm";
import { users } from "@/lib/db/schema/users";
import { asAuth } from "@/lib/db/tenant";
import type { Language } from "@/lib/i18n/language";

/** Remembers in which language a person wants the screens and mails. */
export async function rememberLanguage(userId: string, language: Language): Promise<void> {
  await asAuth((tx) => tx.update(users).set({ language }).where(eq(users.id, userId)));
}
