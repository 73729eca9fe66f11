import Link from "next/link";
import { useTranslations } from "next-intl";
import { DateTime } from "@/app/_components/date-time";
import { Table, Td, Th } from "@/app/_components/ui/table";
import type { Mailing } from "@/lib/mailings/queries";
import { viewName } from "../view-name";
import { CountSummary } from "./count-summary";
import { MailingProgress } from "./mailing-progress";
import { MailingStateBadge } from "./mailing-state-badge";

type Props = { slug: string; timeZone: string; rows: Mailing[] };

/** The office's mailings and confirmation requests, each with how it goes. */
export function MailingTable({ slug, timeZone, rows }: Props) {
  const t = useTranslations();
  return (
    <Table caption={t("mailings.caption")}>
      <thead>
        <tr>
          <Th>{t("mailings.columns.mailing")}</Th>
          <Th>{t("mailings.columns.state")}</Th>
          <Th className="sm:w-2/5">{t("mailings.columns.result")}</Th>
          <Th>{t("mailings.columns.when")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((mailing) => (
          <tr key={mailing.id}>
            <Td>
              <Link href={`/o/${slug}/mailings/${mailing.id}`} className="font-semibold">
                {mailing.subject || t("mailings.noSubject")}
              </Link>
              <p className="w-full text-ink-soft text-sm">
                {t(`mailings.kind.${mailing.kind}`)} · {viewName(t, mailing.view)}
              </p>
            </Td>
            <Td label={t("mailings.columns.state")}>
              <MailingStateBadge state={mailing.state} />
            </Td>
            <Td className="[&>span]:w-full">
              <MailingProgress mailing={mailing} />
              <CountSummary counts={mailing.counts} />
            </Td>
            <Td label={t("mailings.columns.when")} className="whitespace-nowrap">
              <DateTime value={mailing.requestedAt ?? mailing.createdAt} timeZone={timeZone} />
              <p className="text-ink-soft text-sm">
                {t("mailings.by", { name: mailing.createdByName || "none" })}
              </p>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
