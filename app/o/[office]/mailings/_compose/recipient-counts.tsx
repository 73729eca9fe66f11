import { useLocale, useTranslations } from "next-intl";
import { formatNumber } from "@/lib/i18n/format";
import type { RecipientSummary } from "@/lib/mailings/recipients";

const OTHERS = ["unconfirmed", "problem", "withoutAddress"] as const;

/** How many cards get it, and how many do not and why. */
export function RecipientCounts({ summary }: { summary: RecipientSummary }) {
  const t = useTranslations("compose.recipients.counts");
  const language = useLocale();
  return (
    <ul className="mb-4 space-y-1">
      {(["confirmed", ...OTHERS] as const).map((key) => (
        <li key={key} className={key === "confirmed" ? "font-bold" : "text-ink-soft"}>
          <span className="mr-2 inline-block min-w-12 text-right tabular-nums">
            {formatNumber(summary[key], language)}
          </span>
          {t(key, { count: summary[key] })}
        </li>
      ))}
    </ul>
  );
}
