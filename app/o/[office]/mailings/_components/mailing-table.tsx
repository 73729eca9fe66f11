import { useLocale, useTranslations } from "next-intl";
import { Table, Th } from "@/app/_components/ui/table";
import type { Mailing } from "@/lib/mailings/queries";
import { timeOf } from "../movement";
import { viewName } from "../view-name";
import { countsInWords, progressInWords } from "../words";
import { MailingRows } from "./mailing-rows";
import { MailingStateSymbols } from "./mailing-state-badge";

type Props = { slug: string; timeZone: string; rows: Mailing[] };

/** The office's mailings and confirmation requests, each with how it goes. */
export function MailingTable({ slug, timeZone, rows }: Props) {
  const t = useTranslations();
  const language = useLocale();
  const words = { state: t("mailings.columns.state"), when: t("mailings.columns.when") };
  return (
    <>
      <MailingStateSymbols of={rows.map(({ state }) => state)} />
      <Table caption={t("mailings.caption")}>
        <thead>
          <tr>
            <Th>{t("mailings.columns.mailing")}</Th>
            <Th>{words.state}</Th>
            <Th className="rows:w-2/5">{t("mailings.columns.result")}</Th>
            <Th>{words.when}</Th>
          </tr>
        </thead>
        <MailingRows
          here={`/o/${slug}/mailings`}
          timeZone={timeZone}
          words={words}
          rows={rows.map((mailing) => ({
            id: mailing.id,
            subject: mailing.subject || t("mailings.noSubject"),
            about: `${t(`mailings.kind.${mailing.kind}`)} · ${viewName(t, mailing.view)}`,
            state: mailing.state,
            progress: progressInWords(t, mailing),
            counts: countsInWords(t, mailing.counts, language),
            at: timeOf(mailing),
            by: t("mailings.by", { name: mailing.createdByName || "none" }),
          }))}
        />
      </Table>
    </>
  );
}
