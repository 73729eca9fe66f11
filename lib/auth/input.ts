import { z } from "zod";
import { isCommonPassword, isPersonalPassword } from "@/lib/auth/common-passwords";
import { cleanLine } from "@/lib/members/input";

/** Fewest characters of a password. */
const PASSWORD_MIN = 10;

/** Most characters of a password. */
export const PASSWORD_MAX = 200;

/** An address as it is stored and looked up: without surrounding blanks, in lower case. */
export const emailSchema = z
  .string()
  .max(320, "emailWrong")
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email("emailWrong"));

/**
 * A password that is chosen: long, and not what everybody takes. Which signs it is made of is nobody's
 * business (NIST SP 800-63B). The messages are keys of the namespace `auth.faults`.
 */
export const newPasswordSchema = z
  .string()
  /* What is longer is not looked at: to find out how it is made takes more than its length. */
  .max(PASSWORD_MAX, { error: "passwordLong", abort: true })
  .refine((text) => Array.from(text).length >= PASSWORD_MIN, "passwordShort")
  .refine((text) => new Set(text).size > 3, "passwordSame")
  .refine((text) => !isCommonPassword(text), "passwordCommon");

/** A login as it is typed; the password is only compared. */
export const loginSchema = z.object({
  email: emailSchema,
  password: z.string().min(1, "passwordMissing").max(PASSWORD_MAX, "passwordLong"),
});

/** Whether a password begins or ends with what is easily pasted along and not seen. */
export function hasBlanksAround(password: string): boolean {
  return password !== password.trim();
}

export const forgotSchema = z.object({ email: emailSchema });

/** A password that is chosen by the person with these names and addresses. */
const passwordOf = (own: readonly string[]) =>
  newPasswordSchema.refine((text) => !isPersonalPassword(text, [...own, "Brevduva"]), "passwordOwn");

/** The password that somebody chooses by a link. @param own names and addresses of that person */
export const resetSchema = (own: readonly string[]) => z.object({ password: passwordOf(own) });

const nameSchema = z
  .string()
  .transform(cleanLine)
  .pipe(z.string().min(1, "nameMissing").max(100, "nameLong"));

export const ownNameSchema = z.object({ name: nameSchema });

/** What somebody who is invited gives of themselves. @param own as for `resetSchema` */
export const activateSchema = (own: readonly string[]) =>
  z.object({ name: nameSchema, password: passwordOf(own) });

/** What the schemas here say, as keys of the namespace `auth.faults`. */
export const AUTH_FAULTS = [
  "emailWrong",
  "passwordShort",
  "passwordLong",
  "passwordSame",
  "passwordCommon",
  "passwordOwn",
  "passwordMissing",
  "nameMissing",
  "nameLong",
] as const;

export type AuthFault = (typeof AUTH_FAULTS)[number];
