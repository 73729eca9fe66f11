import { useLocale, useTranslations } from "next-intl";
import { StatusSymbols } from "@/app/_components/status-badge";
import { Table, Th } from "@/app/_components/ui/table";
import type { Recipient } from "@/lib/messages/queries";
import { reasonText } from "../reason-text";
import { RecipientRows } from "./recipient-rows";

type Props = {
  here: string;
  list: string;
  timeZone: string;
  /** No attempt is made at present. */
  waiting: boolean;
  rows: Recipient[];
};

/** Recipients with what became of their messages. */
export function RecipientTable({ here, list, timeZone, waiting, rows }: Props) {
  const t = useTranslations();
  const language = useLocale();
  const now = new Date();
  return (
    <>
      <StatusSymbols of={rows} />
      <Table
        caption={t("results.caption")}
        className="cards:[&_tbody_tr]:mb-2 cards:[&_tbody_tr]:flex cards:[&_tbody_tr]:flex-wrap cards:[&_tbody_tr]:items-center cards:[&_tbody_tr]:gap-x-2 cards:[&_tbody_tr]:p-2"
      >
        <thead>
          <tr>
            <Th>{t("results.columns.name")}</Th>
            <Th>{t("results.columns.status")}</Th>
            <Th className="roomy:w-full">{t("results.columns.reason")}</Th>
            <Th>{t("results.columns.last")}</Th>
          </tr>
        </thead>
        <RecipientRows
          here={here}
          list={list}
          timeZone={timeZone}
          words={{ erased: t("results.erased"), erasedAddress: t("results.erasedAddress") }}
          rows={rows.map((recipient) => ({
            id: recipient.id,
            name: recipient.name,
            address: recipient.address,
            status: recipient.status,
            delivered: recipient.delivered,
            reason: reasonText(t, recipient, { now, language, timeZone, waiting }),
            statusAt: recipient.statusAt,
          }))}
        />
      </Table>
    </>
  );
}
