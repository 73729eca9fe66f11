import Link from "next/link";
import { useTranslations } from "next-intl";
import { DateTime } from "@/app/_components/date-time";
import { StatusBadge } from "@/app/_components/status-badge";
import { Table, Td, Th } from "@/app/_components/ui/table";
import type { Recipient } from "@/lib/messages/queries";
import { AddressText } from "../../_components/address-text";
import { ReasonText } from "./reason-text";

type Props = { here: string; timeZone: string; rows: Recipient[] };

/** Recipients with what became of their messages. */
export function RecipientTable({ here, timeZone, rows }: Props) {
  const t = useTranslations("results");
  return (
    <Table
      caption={t("caption")}
      className="max-sm:[&_tbody_tr]:mb-2 max-sm:[&_tbody_tr]:flex max-sm:[&_tbody_tr]:flex-wrap max-sm:[&_tbody_tr]:items-center max-sm:[&_tbody_tr]:gap-x-2 max-sm:[&_tbody_tr]:p-2"
    >
      <thead>
        <tr>
          <Th>{t("columns.name")}</Th>
          <Th>{t("columns.status")}</Th>
          <Th className="sm:w-full">{t("columns.reason")}</Th>
          <Th>{t("columns.last")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((recipient) => (
          <tr key={recipient.id}>
            <Td className="max-sm:w-full">
              <Link href={`${here}/${recipient.id}`} className="font-semibold" prefetch={false}>
                {recipient.name || t("erased")}
              </Link>
              <span className="block break-words text-ink-soft text-sm sm:w-56 lg:w-68">
                {recipient.name && <AddressText address={recipient.address || t("erasedAddress")} />}
              </span>
            </Td>
            <Td className="sm:whitespace-nowrap">
              <StatusBadge status={recipient.status} delivered={recipient.delivered} />
            </Td>
            <Td className="max-sm:order-last max-sm:w-full">
              <ReasonText recipient={recipient} timeZone={timeZone} />
            </Td>
            <Td className="whitespace-nowrap max-sm:text-ink-soft max-sm:text-sm">
              <DateTime value={recipient.statusAt} timeZone={timeZone} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
