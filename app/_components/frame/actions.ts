"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { FLASH_COOKIE } from "@/app/_components/frame/flash-cookie";
import { clearSessionCookie } from "@/lib/auth/cookie";
import { rememberLanguage } from "@/lib/auth/language";
import { currentSession } from "@/lib/auth/session";
import { endSession } from "@/lib/auth/sessions";
import { isLanguage } from "@/lib/i18n/language";
import { LANGUAGE_COOKIE } from "@/lib/i18n/language-cookie";

const YEAR_SECONDS = 365 * 86_400;

/** Sets the language of the screens, for visitors as well as for people who are logged in. */
export async function chooseLanguage(language: unknown): Promise<void> {
  if (!isLanguage(language)) return;
  const session = await currentSession();
  if (session) await rememberLanguage(session.user.id, language);
  (await cookies()).set(LANGUAGE_COOKIE, language, { maxAge: YEAR_SECONDS, path: "/", sameSite: "lax" });
}

/**
 * As `chooseLanguage`, on a page for people who are logged in.
 *
 * @param unsaved whether something would be lost if the login page replaced this one.
 * @returns in that case, what to say instead of going to the login page.
 */
export async function chooseOwnLanguage(language: unknown, unsaved: unknown): Promise<string | null> {
  if (unsaved === true && !(await currentSession())) return (await getTranslations("form"))("loggedOut");
  await chooseLanguage(language);
  return null;
}

/** Ends this session, here and for everybody who has its cookie. */
export async function logOut(): Promise<void> {
  const session = await currentSession();
  if (session) await endSession(session.sessionId);
  await clearSessionCookie();
  redirect("/login?done=out");
}

/** The notice that an action has left in this browser; it is removed. */
export async function takeFlash(): Promise<string | null> {
  const jar = await cookies();
  const text = jar.get(FLASH_COOKIE)?.value ?? null;
  jar.delete(FLASH_COOKIE);
  return text;
}
