import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Card } from "@/app/_components/ui/card";
import { PageHeader } from "@/app/_components/ui/page-header";
import { pageGuard } from "@/app/_edge/page";
import { type SearchParams, single } from "../view";
import { UploadForm } from "./_components/upload-form";
import { uploadFaultSchema } from "./upload-fault";

type Props = { params: Promise<{ office: string }>; searchParams: SearchParams };

const STEPS = ["save", "header", "match", "empty", "consent"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("import");
  return { title: t("title") };
}

export default async function ImportPage({ params, searchParams }: Props) {
  const { office: slug } = await params;
  await pageGuard(slug, { program: "register", right: "write" });
  const fault = uploadFaultSchema.safeParse(single((await searchParams).fault)).data;
  const t = await getTranslations("import");
  const card = await getTranslations("members.card");
  return (
    <>
      <PageHeader title={t("title")} back={{ href: `/o/${slug}/members`, label: card("back") }}>
        {t("intro")}
      </PageHeader>
      <div className="grid gap-6">
        <Card>
          <UploadForm action={`/o/${slug}/members/import/upload`} fault={fault} />
        </Card>
        <Card title={t("how")}>
          <ol className="grid max-w-prose list-decimal gap-2 pl-6">
            {STEPS.map((step) => (
              <li key={step}>{t(`steps.${step}`)}</li>
            ))}
          </ol>
        </Card>
      </div>
    </>
  );
}
