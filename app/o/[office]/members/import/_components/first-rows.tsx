import { useTranslations } from "next-intl";
import { Card } from "@/app/_components/ui/card";
import { Table, Td, Th } from "@/app/_components/ui/table";
import type { ImportFile } from "@/lib/members/import/read";
import { CARD_FIELDS } from "@/lib/members/input";

/** The first rows as they will stand on the cards. */
export function FirstRows({ rows }: { rows: ImportFile["firstRows"] }) {
  const t = useTranslations("import");
  const members = useTranslations("members");
  const fields = CARD_FIELDS.filter((field) => rows.some(({ card }) => card[field]));
  if (rows.length === 0) return null;
  return (
    <Card title={t("firstRows")}>
      <Table caption={t("firstRows")}>
        <thead>
          <tr>
            <Th align="end">{t("row")}</Th>
            {fields.map((field) => (
              <Th key={field}>{members(`fields.${field}`)}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, card }) => (
            <tr key={row}>
              <Td label={t("row")} align="end">
                {row}
              </Td>
              {fields.map((field) => (
                <Td key={field} label={members(`fields.${field}`)}>
                  {field === "language"
                    ? card.language && members(`languages.${card.language}`)
                    : card[field]}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
