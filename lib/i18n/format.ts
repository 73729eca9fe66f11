import { DEFAULT_LANGUAGE, type Language } from "@/lib/i18n/language";

export const TIME_ZONE = "Europe/Helsinki";

type Where = { language?: Language; timeZone?: string };

/** `12.10.2026`; in English `12 October 2026`. */
export function formatDate(instant: Date, { language = DEFAULT_LANGUAGE, timeZone = TIME_ZONE }: Where = {}) {
  if (language === "en") {
    return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone }).format(instant);
  }
  const { day, month, year } = partsOf(instant, timeZone);
  return `${Number(day)}.${Number(month)}.${year}`;
}

/** `18.04` by the 24-hour clock; in English `18:04`. */
export function formatTime(instant: Date, { language = DEFAULT_LANGUAGE, timeZone = TIME_ZONE }: Where = {}) {
  const { hour, minute } = partsOf(instant, timeZone);
  return `${hour}${language === "en" ? ":" : "."}${minute}`;
}

const AT: Record<Language, string> = { sv: "kl.", fi: "klo", en: "at" };

/** `12.10.2026 kl. 18.04`; the time does not wrap away from its word. */
export function formatDateTime(instant: Date, where: Where = {}) {
  return `${formatDate(instant, where)} ${AT[where.language ?? DEFAULT_LANGUAGE]}\u00a0${formatTime(instant, where)}`;
}

/** `1 000` with a no-break space; in English `1,000`. */
export function formatNumber(value: number, language: Language = DEFAULT_LANGUAGE) {
  return new Intl.NumberFormat(language).format(value);
}

/** A share of one as `2,9 %`, two decimals at the most; in English `2.9%`. */
export function formatShare(value: number, language: Language = DEFAULT_LANGUAGE) {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 }).format(value);
}

function partsOf(instant: Date, timeZone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
}
