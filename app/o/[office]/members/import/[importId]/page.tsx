import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { Alert } from "@/app/_components/ui/alert";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { onPage, pageGuard } from "@/app/_edge/page";
import { withOffice } from "@/lib/db/tenant";
import { previewImport } from "@/lib/members/import/run";
import { getUpload, readUpload } from "@/lib/members/imports";
import { ConfirmationRequestButton } from "../../../mailings/_components/confirmation-request-button";
import { narrowedTitle } from "../../../narrowed-title";
import { ImportFaults } from "../_components/import-faults";
import { ImportPreview } from "../_components/import-preview";
import { ImportSummary } from "../_components/import-summary";

type Props = { params: Promise<{ office: string; importId: string }> };

/* Asked for by the title and by the page. */
const readImport = cache((officeId: string, id: string) =>
  withOffice(officeId, (tx) => getUpload(tx, officeId, id)),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office: slug, importId } = await params;
  const { office } = await pageGuard(slug, { program: "register", right: "write" });
  const { result, finishedAt } = await onPage(() => readImport(office.id, importId));
  const t = await getTranslations("import");
  return { title: narrowedTitle(t("title"), t(result || finishedAt ? "done" : "understood")) };
}

export default async function ImportedFilePage({ params }: Props) {
  const { office: slug, importId } = await params;
  const { office, rights } = await pageGuard(slug, { program: "register", right: "write" });
  const upload = await onPage(() => readImport(office.id, importId));
  const t = await getTranslations("import");
  const again = `/o/${slug}/members/import`;
  const back = { href: `/o/${slug}/members`, label: t("toMembers") };
  if (upload.result) {
    return (
      <>
        <PageHeader title={t("done")} back={back}>
          {upload.fileName}
        </PageHeader>
        <div className="grid gap-6">
          <ImportSummary result={upload.result} />
          {upload.result.created > 0 && rights.mailings === "write" && (
            <div>
              <ConfirmationRequestButton slug={slug} round="first" variant="primary" />
            </div>
          )}
          <ImportFaults faults={upload.result.faults} href={`${again}/${upload.id}/faults`} />
          <div className="flex flex-wrap gap-3">
            <LinkButton variant="secondary" href={back.href}>
              {t("toMembers")}
            </LinkButton>
            <LinkButton variant="secondary" href={again}>
              {t("another")}
            </LinkButton>
          </div>
        </div>
      </>
    );
  }
  const file = await readUpload(office.id, upload.id);
  if (!file) {
    const done = upload.finishedAt !== null;
    return (
      <>
        <PageHeader title={t(done ? "done" : "expired")} back={back}>
          {upload.fileName}
        </PageHeader>
        <Alert tone={done ? "success" : "warning"} className="mb-6">
          {t(done ? "resultExpired" : "expiredExplain")}
        </Alert>
        <LinkButton href={again}>{t("title")}</LinkButton>
      </>
    );
  }
  const result = await withOffice(office.id, (tx) => previewImport(tx, office.id, file));
  return (
    <>
      <PageHeader title={t("understood")} back={{ href: again, label: t("another") }}>
        {upload.fileName}
      </PageHeader>
      <ImportPreview slug={slug} importId={upload.id} file={file} result={result} />
    </>
  );
}
