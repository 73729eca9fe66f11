import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { AUTH_FAULTS, type AuthFault } from "@/lib/auth/input";

const faultSchema = z.templateLiteral([z.enum(["email", "name", "password"]), ".", z.enum(AUTH_FAULTS)]);

/** The first fault of each field, for the address of the form's page: `email.emailWrong,password.…`. */
export function faultQuery(error: z.ZodError): string {
  const first = new Map(
    error.issues.toReversed().map(({ path, message }) => [String(path[0]), `${String(path[0])}.${message}`]),
  );
  return [...first.values()].join(",");
}

/**
 * The faults as texts, by field.
 *
 * @param query what `faultQuery` wrote, or anything else.
 */
export async function faultTexts(query: unknown): Promise<Partial<Record<string, string>>> {
  const t = await getTranslations("auth.faults");
  const faults = (typeof query === "string" ? query : "").split(",").flatMap((part) => {
    const fault = faultSchema.safeParse(part);
    return fault.success ? [fault.data.split(".") as [string, AuthFault]] : [];
  });
  return Object.fromEntries(faults.map(([field, fault]) => [field, t(fault)]));
}
