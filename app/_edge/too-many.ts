import { getTranslations } from "next-intl/server";
import { TooMany } from "@/lib/errors";
import type { LimitName } from "@/lib/limits/limits";
import { take } from "@/lib/limits/take";

/** What a form says beyond a limit: how long to wait. */
export async function tooManyText({ seconds }: TooMany): Promise<string> {
  const t = await getTranslations("account");
  return t("tooMany", { minutes: Math.ceil(seconds / 60) });
}

/**
 * Counts what a form asks for against a person's limit.
 *
 * @returns what the form says beyond it, else null.
 */
export async function refusedAsTooMany(limit: LimitName, userId: string): Promise<string | null> {
  try {
    await take(limit, userId);
    return null;
  } catch (error) {
    if (error instanceof TooMany) return tooManyText(error);
    throw error;
  }
}
