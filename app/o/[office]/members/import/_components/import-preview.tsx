import { useTranslations } from "next-intl";
import { Alert } from "@/app/_components/ui/alert";
import { ButtonForm } from "@/app/_components/ui/button-form";
import { LinkButton } from "@/app/_components/ui/link-button";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { ImportFile } from "@/lib/members/import/read";
import type { ImportResult } from "@/lib/members/import/run";
import { runImport } from "../actions";
import { FirstRows } from "./first-rows";
import { ImportFaults } from "./import-faults";
import { ImportCounts } from "./import-summary";
import { PreviewLeaveWarning } from "./preview-leave-warning";
import { UnderstoodColumns } from "./understood-columns";

type Props = { slug: string; importId: string; file: ImportFile; result: ImportResult };

/** What was understood of a file, what will happen, and the button that makes it happen. */
export function ImportPreview({ slug, importId, file, result }: Props) {
  const t = useTranslations("import");
  const again = `/o/${slug}/members/import`;
  const good = result.created + result.updated + result.unchanged;
  const writes = result.created + result.updated > 0;
  return (
    <div className="grid gap-6">
      <section>
        <h2 className="mb-3 font-bold text-xl">{t("will")}</h2>
        <ImportCounts result={result} />
        {!writes && (
          <Alert tone={good > 0 ? "info" : "warning"} className="mt-4">
            {t(good > 0 ? "nothingToDo" : "allFaulty")}
          </Alert>
        )}
        <div className="mt-4 flex flex-wrap gap-3">
          {writes && (
            <ButtonForm action={runImport.bind(null, slug, importId)}>
              <PreviewLeaveWarning />
              <SubmitButton pendingText={t("running")}>{t("run", { count: good })}</SubmitButton>
            </ButtonForm>
          )}
          <LinkButton variant="secondary" href={again}>
            {t("another")}
          </LinkButton>
        </div>
        {writes && result.faults.length > 0 && (
          <p className="mt-3 max-w-prose text-ink-soft">{t("runHint")}</p>
        )}
      </section>
      <ImportFaults faults={result.faults} href={`${again}/${importId}/faults`} />
      <UnderstoodColumns file={file} />
      <FirstRows rows={file.firstRows} />
    </div>
  );
}
