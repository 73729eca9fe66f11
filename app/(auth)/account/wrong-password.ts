import { getTranslations } from "next-intl/server";
import { hasBlanksAround } from "@/lib/auth/input";

/** That the present password is not right, and what is easily overlooked in what was typed. */
export async function wrongPassword(typed: string): Promise<string> {
  const t = await getTranslations();
  const wrong = t("account.wrongPassword");
  return hasBlanksAround(typed) ? `${wrong} ${t("auth.passwordBlanks")}` : wrong;
}
