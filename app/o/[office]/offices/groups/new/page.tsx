import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Card } from "@/app/_components/ui/card";
import { PageHeader } from "@/app/_components/ui/page-header";
import { headOfficeGuard } from "../../guard";
import { GroupForm } from "../_components/group-form";
import { addGroup } from "../actions";
import { groupChoices } from "../choices";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("offices.groups");
  return { title: t("new") };
}

export default async function NewGroupPage({ params }: { params: Promise<{ office: string }> }) {
  const { office: slug } = await params;
  const { office } = await headOfficeGuard(slug);
  const t = await getTranslations("offices");
  const list = `/o/${slug}/offices`;
  return (
    <>
      <PageHeader title={t("groups.new")} back={{ href: list, label: t("back") }}>
        {t("groups.explain")}
      </PageHeader>
      <Card>
        <GroupForm
          action={addGroup.bind(null, slug)}
          name=""
          offices={[]}
          administrators={[]}
          {...(await groupChoices(office.id, { offices: [], administrators: [] }))}
          cancelHref={list}
        />
      </Card>
    </>
  );
}
