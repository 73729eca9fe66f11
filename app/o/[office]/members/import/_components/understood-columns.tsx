import { Check, Minus } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/app/_components/ui/card";
import { Table, Td, Th } from "@/app/_components/ui/table";
import type { ImportFile } from "@/lib/members/import/read";

const SEPARATOR_NAMES = { ";": "semicolon", ",": "comma", "\t": "tab" } as const;

/** Encoding and separator of a file, and which column goes where. */
export function UnderstoodColumns({ file }: { file: ImportFile }) {
  const t = useTranslations("import");
  const members = useTranslations("members");
  const format = useFormatter();
  const columns = file.columns.map((column, index) => ({
    ...column,
    key: `${index} ${column.header}`,
    /** Columns before this one that hold the same field: what they say counts. */
    before: file.columns.slice(0, index).filter(({ target }) => target !== null && target === column.target),
  }));
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
          {columns.map(({ key, header, target, before }) => (
            <tr key={key}>
              <Td heads label={t("column")}>
                {header || t("unnamed")}
              </Td>
              <Td label={t("target")}>
                {target && before.length > 0 ? (
                  <span className="inline-flex items-start gap-1.5">
                    <Minus aria-hidden className="mt-1 size-4 shrink-0" />
                    {t("onlyWhere", {
                      field: members(`fields.${target}`),
                      columns: format.list(
                        before.map((column) => column.header),
                        { type: "disjunction" },
                      ),
                    })}
                  </span>
                ) : target ? (
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
