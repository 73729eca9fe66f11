import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { EmailStatusBadge } from "@/app/_components/email-status-badge";
import { Card } from "@/app/_components/ui/card";
import { EMAIL_STATUSES, PROBLEMS } from "@/lib/addresses/status";
import { formatNumber } from "@/lib/i18n/format";
import type { StatusCounts } from "@/lib/members/queries";

/** With large letters the number goes beneath its status. */
const ROW = "flex min-h-11 flex-wrap items-center justify-between gap-x-3 py-1.5";
const NUMBER = "ml-auto inline-flex min-h-11 min-w-11 items-center justify-end font-semibold";

/** How many cards have which e-mail status, each a way to the cards themselves. */
export function AddressCounts({ slug, counts }: { slug: string; counts: StatusCounts }) {
  const t = useTranslations("overview");
  const id = useId();
  const language = useLocale();
  const problems = PROBLEMS.reduce((sum, status) => sum + counts[status], 0);
  const shown = EMAIL_STATUSES.filter((status) => counts[status] > 0);
  return (
    <Card title={t("addresses")}>
      <ul>
        {shown.map((status) => (
          <li key={status} className={`${ROW} border-line border-b`}>
            <span id={`${id}-${status}`}>
              <EmailStatusBadge status={status} />
            </span>
            <Link
              {...named(`${id}-${status}`)}
              href={`/o/${slug}/members?status=${status}`}
              className={NUMBER}
            >
              {formatNumber(counts[status], language)}
            </Link>
          </li>
        ))}
        {counts.none > 0 && (
          <li className={ROW}>
            <span id={`${id}-none`} className="wrap-anywhere">
              {t("noAddress")}
            </span>
            <Link {...named(`${id}-none`)} href={`/o/${slug}/members?status=none`} className={NUMBER}>
              {formatNumber(counts.none, language)}
            </Link>
          </li>
        )}
      </ul>
      {problems > 0 && (
        <div className="mt-4 rounded-md border-waiting border-l-4 bg-waiting-soft p-4">
          <p>{t("problems", { count: problems })}</p>
          <Link href={`/o/${slug}/members?status=problem`} className="inline-flex min-h-11 items-center">
            {t("showProblems")}
          </Link>
        </div>
      )}
    </Card>
  );
}

/** A number says nothing to whoever goes from link to link: it is called after its status as well. */
function named(status: string) {
  const number = `${status}-number`;
  return { id: number, "aria-labelledby": `${status} ${number}` };
}
