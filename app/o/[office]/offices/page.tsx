import { Building2 } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { listGroups } from "@/lib/groups/queries";
import { listMemberOffices } from "@/lib/offices/member-offices";
import { GroupList } from "./_components/group-list";
import { OfficeTable } from "./_components/office-table";
import { headOfficeGuard } from "./guard";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("offices");
  return { title: t("title") };
}

export default async function OfficesPage({ params }: { params: Promise<{ office: string }> }) {
  const { office: slug } = await params;
  const { office } = await headOfficeGuard(slug);
  const [rows, groups] = await Promise.all([listMemberOffices(office.id), listGroups(office.id)]);
  const t = await getTranslations("offices");
  const make = <LinkButton href={`/o/${slug}/offices/new`}>{t("new.button")}</LinkButton>;
  return (
    <>
      <PageHeader title={t("title")} actions={rows.length > 0 && make}>
        {rows.length > 0 && t("explain")}
      </PageHeader>
      {rows.length === 0 ? (
        <EmptyState icon={Building2} title={t("empty")} action={make}>
          {t("emptyExplain")}
        </EmptyState>
      ) : (
        <>
          <OfficeTable slug={slug} rows={rows} />
          <GroupList slug={slug} rows={groups} />
        </>
      )}
    </>
  );
}
