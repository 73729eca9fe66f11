import { z } from "zod";
import { LOG_KINDS } from "@/lib/log-book/acts";
import { cleanLine } from "@/lib/members/input";

/** A day of the calendar, `2026-10-12`; the database knows no year 0. */
const day = z.iso.date().refine((text) => text >= "0001");

/** The filter of the log; malformed parts are ignored. */
export const logFilterSchema = z.object({
  search: z.string().transform(cleanLine).pipe(z.string().max(200)).optional().catch(undefined),
  kind: z.enum(LOG_KINDS).optional().catch(undefined),
  /** First and last day, in the office's time zone. */
  from: day.optional().catch(undefined),
  until: day.optional().catch(undefined),
});

export type LogFilter = z.output<typeof logFilterSchema>;

/** True if the last day is before the first, so that nothing can match. */
export function isBackward({ from, until }: LogFilter): boolean {
  return from !== undefined && until !== undefined && until < from;
}
