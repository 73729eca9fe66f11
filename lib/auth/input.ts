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
 * A new password: long, and not a common one. There are no rules on which kinds of characters it has (NIST
 * SP 800-63B). The messages are keys of the namespace `auth.faults`.
 */
export const newPasswordSchema = z
  .string()
  /* The checks below take more than linear time, so they do not run on a longer text. */
  .max(PASSWORD_MAX, { error: "passwordLong", abort: true })
  .refine((text) => Array.from(text).length >= PASSWORD_MIN, "passwordShort")
  .refine((text) => new Set(text).size > 3, "passwordSame")
  .refine((text) => !isCommonPassword(text), "passwordCommon");

/** A login as it is typed; the password is only compared. */
export const loginSchema = z.object({
  email: emailSchema,
  password: z.string().min(1, "passwordMissing").max(PASSWORD_MAX, "passwordLong"),
});

/** Whether a password begins or ends with blanks, which are easily pasted along unseen. */
export function hasBlanksAround(password: string): boolean {
  return password !== password.trim();
}

/** A form with an address alone: of a forgotten password, and of another address for the login. */
export const emailFormSchema = z.object({ email: emailSchema });

/** A new password of the person with these names and addresses. */
const passwordOf = (own: readonly string[]) =>
  newPasswordSchema.refine((text) => !isPersonalPassword(text, [...own, "Brevduva"]), "passwordOwn");

/** A form with a new password. @param own names and addresses of the person who chooses it */
export const passwordFormSchema = (own: readonly string[]) => z.object({ password: passwordOf(own) });

const nameSchema = z
  .string()
  .transform(cleanLine)
  .pipe(z.string().min(1, "nameMissing").max(100, "nameLong"));

export const ownNameSchema = z.object({ name: nameSchema });

/** What somebody fills in to accept an invitation. @param own as for `passwordFormSchema` */
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
