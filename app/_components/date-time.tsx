import { useLocale, useTimeZone } from "next-intl";
import { formatDate, formatDateTime } from "@/lib/i18n/format";

type Props = {
  value: Date;
  /** The office's time zone. */
  timeZone?: string;
  /** Without the time of day. */
  dateOnly?: boolean;
};

/** An instant as it is written in the reader's language: `12.10.2026 kl. 18.04`. */
export function DateTime({ value, timeZone, dateOnly = false }: Props) {
  const language = useLocale();
  const zone = useTimeZone();
  const where = { language, timeZone: timeZone ?? zone };
  return (
    <time dateTime={value.toISOString()}>
      {dateOnly ? formatDate(value, where) : formatDateTime(value, where)}
    </time>
  );
}
