import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { DateTime } from "@/app/_components/date-time";
import { Card } from "@/app/_components/ui/card";
import type { Mailing } from "@/lib/mailings/queries";
import { MailingProgress } from "../mailings/_components/mailing-progress";
import { MailingStateBadge } from "../mailings/_components/mailing-state-badge";
import { timeOf } from "../mailings/movement";
import { countsInWords, progressInWords } from "../mailings/words";

type Props = { slug: string; timeZone: string; mailing: Mailing };

/** How the latest mailing goes. */
export function LatestMailing({ slug, timeZone, mailing }: Props) {
  const t = useTranslations();
  const language = useLocale();
  return (
    <Card title={t("mailings.latest")}>
      <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={`/o/${slug}/mailings/${mailing.id}`}
          className="wrap-anywhere inline-flex min-h-11 items-center font-semibold"
        >
          {mailing.subject || t("mailings.noSubject")}
        </Link>
        <MailingStateBadge state={mailing.state} />
        <span className="text-ink-soft text-sm">
          <DateTime value={timeOf(mailing)} timeZone={timeZone} />
        </span>
      </p>
      <MailingProgress {...progressInWords(t, mailing)} />
      <p className="text-ink-soft text-sm">{countsInWords(t, mailing.counts, language)}</p>
    </Card>
  );
}
