import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/app/_components/ui/card";
import type { Mailing } from "@/lib/mailings/queries";
import { CountSummary } from "../mailings/_components/count-summary";
import { MailingProgress } from "../mailings/_components/mailing-progress";
import { MailingStateBadge } from "../mailings/_components/mailing-state-badge";

/** How the latest mailing goes. */
export function LatestMailing({ slug, mailing }: { slug: string; mailing: Mailing }) {
  const t = useTranslations("mailings");
  return (
    <Card title={t("latest")}>
      <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={`/o/${slug}/mailings/${mailing.id}`}
          className="inline-flex min-h-11 items-center font-semibold"
        >
          {mailing.subject || t("noSubject")}
        </Link>
        <MailingStateBadge state={mailing.state} />
      </p>
      <MailingProgress mailing={mailing} />
      <CountSummary counts={mailing.counts} />
    </Card>
  );
}
