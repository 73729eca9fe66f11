import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Card } from "@/app/_components/ui/card";
import { PageHeader } from "@/app/_components/ui/page-header";
import { OfficeForm } from "../_components/office-form";
import { createOffice } from "../actions";
import { headOfficeGuard } from "../guard";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("offices.new");
  return { title: t("button") };
}

export default async function NewOfficePage({ params }: { params: Promise<{ office: string }> }) {
  const { office: slug } = await params;
  await headOfficeGuard(slug);
  const t = await getTranslations("offices");
  const list = `/o/${slug}/offices`;
  return (
    <>
      <PageHeader title={t("new.button")} back={{ href: list, label: t("back") }}>
        {t("new.explain")}
      </PageHeader>
      <Card>
        <OfficeForm action={createOffice.bind(null, slug)} name="" cancelHref={list} />
      </Card>
    </>
  );
}
