import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/app/_components/ui/card";
import { Table, Td, Th } from "@/app/_components/ui/table";
import type { ImportFile } from "@/lib/members/import/read";

const SEPARATOR_NAMES = { ";": "semicolon", ",": "comma", "\t": "tab" } as const;

/** Encoding and separator of a file, and which column goes where. */
export function UnderstoodColumns({ file }: { file: ImportFile }) {
  const t = useTranslations("import");
  const members = useTranslations("members");
  const columns = file.columns.map((column, index) => ({ ...column, key: `${index} ${column.header}` }));
  return (
    <Card title={t("columnsTitle")}>
      <p className="mb-3">
        {t("form", {
          encoding: file.encoding,
          separator: t(`separators.${SEPARATOR_NAMES[file.separator]}`),
        })}
      </p>
      <Table caption={t("columnsTitle")}>
        <thead>
          <tr>
            <Th>{t("column")}</Th>
            <Th>{t("target")}</Th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ key, header, target }) => (
            <tr key={key}>
              <Td label={t("column")}>{header || t("unnamed")}</Td>
              <Td label={t("target")}>
                {target ? (
                  <span className="inline-flex items-center gap-1.5">
                    <Check aria-hidden className="size-4 text-arrived" />
                    {members(`fields.${target}`)}
                  </span>
                ) : (
                  <span className="inline-flex items-center gap-1.5 text-ink-soft">
                    <Minus aria-hidden className="size-4" />
                    {t("ignored")}
                  </span>
                )}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
