import { Building2 } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Pagination } from "@/app/_components/ui/pagination";
import { listGroups } from "@/lib/groups/queries";
import { listMemberOffices } from "@/lib/offices/member-offices";
import { GroupList } from "./_components/group-list";
import { OfficeTable } from "./_components/office-table";
import { headOfficeGuard } from "./guard";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("offices");
  return { title: t("title") };
}

type Props = {
  params: Promise<{ office: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function OfficesPage({ params, searchParams }: Props) {
  const { office: slug } = await params;
  const { office } = await headOfficeGuard(slug);
  const { from } = await searchParams;
  const [{ rows, previous, next }, groups] = await Promise.all([
    listMemberOffices(office.id, from),
    listGroups(office.id),
  ]);
  const at = (place: string | undefined) =>
    place && `/o/${slug}/offices?${new URLSearchParams({ from: place })}`;
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
          <Pagination previous={at(previous)} next={at(next)} />
          <GroupList slug={slug} rows={groups} />
        </>
      )}
    </>
  );
}
