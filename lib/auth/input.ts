import { z } from "zod";

/** Fewest characters of a password. */
const PASSWORD_MIN = 10;

const PASSWORD_MAX = 200;

/** An address as it is stored and looked up: without surrounding blanks, in lower case. */
export const emailSchema = z
  .string()
  .max(320, "emailWrong")
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email("emailWrong"));

/** A password that is chosen. The messages are keys of the namespace `auth.faults`. */
export const newPasswordSchema = z
  .string()
  .max(PASSWORD_MAX, "passwordLong")
  .refine((text) => Array.from(text).length >= PASSWORD_MIN, "passwordShort")
  .refine((text) => new Set(text).size > 3, "passwordSame");

/** A login as it is typed; the password is only compared. */
export const loginSchema = z.object({
  email: emailSchema,
  password: z.string().min(1, "passwordMissing").max(PASSWORD_MAX, "passwordLong"),
});

export const forgotSchema = z.object({ email: emailSchema });

export const resetSchema = z.object({ password: newPasswordSchema });

export const activateSchema = z.object({
  name: z.string().trim().min(1, "nameMissing").max(100, "nameLong"),
  password: newPasswordSchema,
});

export type AuthFault =
  | "emailWrong"
  | "passwordShort"
  | "passwordLong"
  | "passwordSame"
  | "passwordMissing"
  | "nameMissing"
  | "nameLong";
