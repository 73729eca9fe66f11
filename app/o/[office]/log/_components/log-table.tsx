import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { DateTime } from "@/app/_components/date-time";
import { Table, Td, Th } from "@/app/_components/ui/table";
import type { LogEntry } from "@/lib/log-book/queries";
import { actorText, actText, isErased, objectText } from "../words";

const FOLDERS: Record<string, string> = { card: "members", mailing: "mailings" };

/** Entries of the log: when, who, what, to what. */
export function LogTable({ slug, timeZone, rows }: { slug: string; timeZone: string; rows: LogEntry[] }) {
  const t = useTranslations();
  const language = useLocale();
  return (
    <Table caption={t("log.caption")}>
      <thead>
        <tr>
          <Th>{t("log.columns.at")}</Th>
          <Th>{t("log.columns.who")}</Th>
          <Th>{t("log.columns.what")}</Th>
          <Th>{t("log.columns.object")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <Td heads label={t("log.columns.at")} className="roomy:whitespace-nowrap">
              <DateTime value={row.at} timeZone={timeZone} />
            </Td>
            <Td label={t("log.columns.who")} className="wrap-anywhere rows:min-w-32">
              {actorText(t, row)}
            </Td>
            <Td label={t("log.columns.what")}>{actText(t, row, { language, timeZone })}</Td>
            <Td label={t("log.columns.object")} className="wrap-anywhere rows:min-w-32">
              <LogObject slug={slug} entry={row} name={objectText(t, row)} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function LogObject({ slug, entry, name }: { slug: string; entry: LogEntry; name: string }) {
  const [kind = "", verb] = entry.act.split(".");
  const folder = FOLDERS[kind];
  if (entry.objectId === null) return null;
  if (!folder || verb === "deleted" || isErased(entry)) return name;
  return <Link href={`/o/${slug}/${folder}/${entry.objectId}`}>{name}</Link>;
}
