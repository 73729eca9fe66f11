import { useTranslations } from "next-intl";
import { AddressText } from "@/app/_components/ui/address-text";
import { Card } from "@/app/_components/ui/card";
import { Table, Td, Th } from "@/app/_components/ui/table";
import type { ImportFile } from "@/lib/members/import/read";
import { CARD_FIELDS } from "@/lib/members/input";

type Row = ImportFile["firstRows"][number];

/** The first rows as they will stand on the cards. */
export function FirstRows({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations("import");
  const members = useTranslations("members");
  const fields = CARD_FIELDS.filter((field) => rows.some(({ card }) => card[field]));
  if (rows.length === 0) return null;
  return (
    <Card title={t("firstRows")}>
      <Table caption={t("firstRows")} wide>
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
              <Td heads label={t("row")} align="end">
                {row}
              </Td>
              {fields.map((field) => (
                <Td key={field} label={members(`fields.${field}`)}>
                  <FieldText card={card} field={field} />
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function FieldText({ card, field }: { card: Row["card"]; field: (typeof CARD_FIELDS)[number] }) {
  const t = useTranslations("members");
  if (field === "language") return card.language && t(`languages.${card.language}`);
  if (field === "email") return card.email && <AddressText address={card.email} />;
  return card[field];
}
