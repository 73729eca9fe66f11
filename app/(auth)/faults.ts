import { getTranslations } from "next-intl/server";
import type { z } from "zod";
import type { AuthFault } from "@/lib/auth/input";

/** The first fault of each field, in words. The schemas' messages are keys of `auth.faults`. */
export async function faultsOf<Input>(
  error: z.ZodError<Input>,
): Promise<Partial<Record<keyof Input & string, string>>> {
  const t = await getTranslations("auth.faults");
  const faults: Partial<Record<string, string>> = {};
  for (const { path, message } of error.issues) {
    const field = String(path[0]);
    faults[field] ??= t(message as AuthFault);
  }
  return faults as Partial<Record<keyof Input & string, string>>;
}
