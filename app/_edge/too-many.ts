import { getTranslations } from "next-intl/server";
import type { TooMany } from "@/lib/errors";

/** What a form says beyond a limit: how long to wait. */
export async function tooManyText({ seconds }: TooMany): Promise<string> {
  const t = await getTranslations("account");
  return t("tooMany", { minutes: Math.ceil(seconds / 60) });
}
