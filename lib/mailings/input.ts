import { z } from "zod";
import { audienceSchema } from "@/lib/members/audience";
import { cleanLine } from "@/lib/members/input";

/** What the composer posts: one schema for form and action. Merge tags are checked on their own. */
export const mailingInput = z.object({
  subject: z.string().transform(cleanLine).pipe(z.string().max(200, "subject_too_long")),
  bodyHtml: z
    .string()
    .max(200_000, "body_too_long")
    .transform((html) => html.replace(/[\0\p{Cs}]/gu, "")),
  audience: audienceSchema,
  onePerAddress: z.boolean(),
});

export type MailingInput = z.output<typeof mailingInput>;

/** A time by the clock of the office, as the browser's fields give it: `2026-10-12` and `18:04`. */
export const localTimeSchema = z.object({
  /** The database knows no year 0. */
  day: z.iso.date("time_missing").refine((day) => day >= "0001", "time_missing"),
  time: z.iso.time({ precision: -1, error: "time_missing" }),
});

export type LocalTime = z.output<typeof localTimeSchema>;
