import { useFormatter, useTranslations } from "next-intl";
import { buttonStyle } from "@/app/_components/ui/button-style";
import { Card } from "@/app/_components/ui/card";
import { Table, Td, Th } from "@/app/_components/ui/table";
import type { RowFault } from "@/lib/members/import/read";
import { CARD_FIELDS } from "@/lib/members/input";

const SHOWN = 50;

/** Which rows have which fault, the first of them; all in a file. */
export function ImportFaults({ faults, href }: { faults: readonly RowFault[]; href: string }) {
  const t = useTranslations("import");
  const members = useTranslations("members");
  const format = useFormatter();
  if (faults.length === 0) return null;
  /* After the import it is not known any more. */
  const named = faults.some(({ name }) => name !== undefined);
  const download = (
    <a href={href} download className={buttonStyle({ variant: "secondary" })}>
      {t("download")}
    </a>
  );
  return (
    <Card title={t("faultsTitle")} actions={download}>
      <Table caption={t("faultsTitle")}>
        <thead>
          <tr>
            <Th align="end">{t("row")}</Th>
            {named && <Th>{members("columns.name")}</Th>}
            <Th>{t("field")}</Th>
            <Th className="w-full">{t("fault")}</Th>
          </tr>
        </thead>
        <tbody>
          {faults.slice(0, SHOWN).map((fault) => (
            <tr key={`${fault.row} ${fault.field} ${fault.code}`}>
              <Td heads label={t("row")} align="end">
                {format.number(fault.row)}
              </Td>
              {named && (
                <Td label={members("columns.name")} className="wrap-anywhere rows:min-w-48">
                  {fault.name || members("nameless")}
                </Td>
              )}
              <Td label={t("field")} className="rows:whitespace-nowrap">
                {members(`fields.${CARD_FIELDS.find((field) => field === fault.field) ?? "row"}`)}
              </Td>
              <Td>{members(`faults.${fault.code}`, fault.values)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {faults.length > SHOWN && <p className="mt-3">{t("more", { count: faults.length - SHOWN })}</p>}
    </Card>
  );
}
