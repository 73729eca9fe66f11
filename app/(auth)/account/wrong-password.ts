import { getTranslations } from "next-intl/server";
import { hasBlanksAround } from "@/lib/auth/input";

/** Says that the present password is wrong, and points out blanks around it. */
export async function wrongPassword(typed: string): Promise<string> {
  const t = await getTranslations();
  const wrong = t("account.wrongPassword");
  return hasBlanksAround(typed) ? `${wrong} ${t("auth.passwordBlanks")}` : wrong;
}
