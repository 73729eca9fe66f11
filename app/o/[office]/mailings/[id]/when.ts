import { formatDateTime, formatTime, isoDay } from "@/lib/i18n/format";
import type { Language } from "@/lib/i18n/language";

type Where = { language: Language; timeZone: string };

/** How a future instant is named: "today" and "tomorrow", others by their date. */
export function whenOf(
  at: Date,
  { now, ...where }: Where & { now: Date },
): { key: "today" | "tomorrow" | "later"; time: string; date: string } {
  const days = dayNumber(at, where.timeZone) - dayNumber(now, where.timeZone);
  const key = days === 0 ? "today" : days === 1 ? "tomorrow" : "later";
  return { key, time: formatTime(at, where), date: formatDateTime(at, where) };
}

/** The same number for all instants of one day in the time zone, one more for the next day. */
function dayNumber(at: Date, timeZone: string): number {
  return Date.parse(`${isoDay(at, timeZone)}T00:00:00Z`) / 86_400_000;
}
