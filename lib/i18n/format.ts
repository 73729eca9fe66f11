import { DEFAULT_LANGUAGE, type Language } from "@/lib/i18n/language";

export const TIME_ZONE = "Europe/Helsinki";

type Where = { language?: Language; timeZone?: string };

/** `12.10.2026`; in English `12 October 2026`. */
export function formatDate(instant: Date, { language = DEFAULT_LANGUAGE, timeZone = TIME_ZONE }: Where = {}) {
  return language === "en" ? longDates(timeZone).format(instant) : dateIn(partsOf(instant, timeZone));
}

/** `18.04` by the 24-hour clock; in English `18:04`. */
export function formatTime(instant: Date, { language = DEFAULT_LANGUAGE, timeZone = TIME_ZONE }: Where = {}) {
  return timeIn(partsOf(instant, timeZone), language);
}

/** `2026-10-12`, in every language. */
export function isoDay(instant: Date, timeZone: string) {
  const { day, month, year } = partsOf(instant, timeZone);
  return `${year}-${month}-${day}`;
}

const AT: Record<Language, string> = { sv: "kl.", fi: "klo", en: "at" };

/** `12.10.2026 kl. 18.04`, with a no-break space before the time. */
export function formatDateTime(
  instant: Date,
  { language = DEFAULT_LANGUAGE, timeZone = TIME_ZONE }: Where = {},
) {
  /* Formatted once for both date and time, which is most of what a time in a list costs. */
  const parts = partsOf(instant, timeZone);
  const date = language === "en" ? longDates(timeZone).format(instant) : dateIn(parts);
  return `${date} ${AT[language]}\u00a0${timeIn(parts, language)}`;
}

/** `1 000` with a no-break space; in English `1,000`. */
export function formatNumber(value: number, language: Language = DEFAULT_LANGUAGE) {
  return numbers(language).format(value);
}

/** A share of one as `2,9 %`, two decimals at the most; in English `2.9%`. */
export function formatShare(value: number, language: Language = DEFAULT_LANGUAGE) {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 }).format(value);
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

function partsOf(instant: Date, timeZone: string): Parts {
  const found: Parts = {};
  for (const { type, value } of parts(timeZone).formatToParts(instant)) found[type] = value;
  return found;
}

function dateIn({ day, month, year }: Parts): string {
  return `${Number(day)}.${Number(month)}.${year}`;
}

function timeIn({ hour, minute }: Parts, language: Language): string {
  return `${hour}${language === "en" ? ":" : "."}${minute}`;
}

const longDates = kept((timeZone) => new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone }));

const parts = kept(
  (timeZone) =>
    new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    }),
);

const numbers = kept((language) => new Intl.NumberFormat(language));

/** Creating a format takes longer than a hundred uses of it; one is kept per language or time zone. */
function kept<T>(make: (of: string) => T): (of: string) => T {
  const made = new Map<string, T>();
  return (of) => {
    const format = made.get(of) ?? make(of);
    made.set(of, format);
    return format;
  };
}
