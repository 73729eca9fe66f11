import { z } from "zod";
import { emailSchema } from "@/lib/auth/input";
import { LANGUAGES } from "@/lib/i18n/language";
import { holdsTags } from "@/lib/mail/merge";
import { cleanLine } from "@/lib/members/input";
import { EVENT_DAYS, INHERITABLE } from "@/lib/offices/choices";
import { SLUG } from "@/lib/offices/slug";

const name = z.string().transform(cleanLine).pipe(z.string().min(1, "nameMissing").max(200, "nameLong"));

/** A text that stands in every mail as it is: a tag in it would be sent as text. */
const paragraphs = z
  .string()
  .max(1_000, "textLong")
  .refine((text) => !holdsTags(text), "textPersonalised")
  .transform((text) => text.split(/\r?\n/).map(cleanLine).join("\n").trim())
  .transform((text) => text || null);

/** The office's own details; the messages are keys of `settings.faults`. */
export const settingsSchema = z.object({
  name,
  slug: z.string().trim().toLowerCase().regex(SLUG, "slugWrong"),
  language: z.enum(LANGUAGES),
  postalAddress: paragraphs,
  footer: paragraphs,
  /** Of a head office. */
  shared: z.array(z.enum(INHERITABLE)).default([]),
});

export type Settings = z.output<typeof settingsSchema>;

/** The address that answers go to; empty removes it. */
export const replyToSchema = z.union([z.literal("").transform(() => null), emailSchema]);

export const retentionSchema = z.object({
  eventDays: z.coerce.number().pipe(z.literal([...EVENT_DAYS])),
});

/** A new member office: its name, and whom to invite as its administrator. */
export const memberOfficeSchema = z.object({
  name,
  email: z.union([z.literal("").transform(() => null), emailSchema]),
});

export const officeNameSchema = z.object({ name });
