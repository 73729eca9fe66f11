import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatNumber, formatShare } from "@/lib/i18n/format";
import { JUDGED_DAYS, PROVIDER_LIMITS, type RateWarning } from "@/lib/rates/level";

/** The rate in figures, and the limit. */
export function RateWords({ warning }: { warning: RateWarning }) {
  const t = useTranslations("frame.rates");
  const language = useLocale();
  const { kind, accepted, bad } = warning;
  return (
    <p>
      {t(kind, {
        days: JUDGED_DAYS,
        accepted: formatNumber(accepted, language),
        bad: formatNumber(bad, language),
        share: formatShare(bad / Math.max(accepted, 1), language),
        limit: formatShare(PROVIDER_LIMITS[kind], language),
      })}
    </p>
  );
}

/** What an office can do to bring the rate down. */
export function RateTodo({ slug, kind }: { slug: string; kind: RateWarning["kind"] }) {
  const t = useTranslations("frame.rates.todo");
  return (
    <p className="mt-2">
      {t.rich(kind, { link: (words) => <Link href={`/o/${slug}/members?status=problem`}>{words}</Link> })}
    </p>
  );
}
