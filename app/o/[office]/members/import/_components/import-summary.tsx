import { useFormatter, useTranslations } from "next-intl";
import { FormAlert } from "@/app/_components/ui/form-alert";
import type { ImportResult } from "@/lib/members/import/run";
import { faultyRows } from "../counts";

/** What an import did. */
export function ImportSummary({ result }: { result: ImportResult }) {
  const t = useTranslations("import");
  const good = result.created + result.updated + result.unchanged;
  return (
    <>
      <FormAlert state="done" tone="success">
        {t("doneSummary", { good, faulty: faultyRows(result) })}
      </FormAlert>
      <ImportCounts result={result} done />
    </>
  );
}

/** New, changed, unchanged and faulty rows. */
export function ImportCounts({ result, done = false }: { result: ImportResult; done?: boolean }) {
  const t = useTranslations("import");
  const format = useFormatter();
  const faulty = faultyRows(result);
  const { created, updated, unchanged } = result;
  const counts = [
    { count: created, label: t("created", { count: created }) },
    { count: updated, label: t(done ? "updatedDone" : "updated", { count: updated }) },
    { count: unchanged, label: t("unchanged", { count: unchanged }) },
    { count: faulty, label: t("faulty", { count: faulty }) },
  ];
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {counts.map(({ count, label }) => (
        <li key={label} className="rounded-lg border border-line bg-card p-4">
          <span className="block font-bold text-2xl">{format.number(count)}</span> {label}
        </li>
      ))}
    </ul>
  );
}
