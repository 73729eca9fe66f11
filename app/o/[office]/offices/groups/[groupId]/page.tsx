import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { Card } from "@/app/_components/ui/card";
import { ConfirmDialog } from "@/app/_components/ui/confirm-dialog";
import { PageHeader } from "@/app/_components/ui/page-header";
import { onPage } from "@/app/_edge/page";
import { getGroup } from "@/lib/groups/queries";
import { headOfficeGuard } from "../../guard";
import { GroupForm } from "../_components/group-form";
import { removeGroup, saveGroup } from "../actions";
import { groupChoices } from "../choices";

type Props = { params: Promise<{ office: string; groupId: string }> };

/* Asked for by the title and by the page. */
const readGroup = cache(getGroup);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office: slug, groupId } = await params;
  const { office } = await headOfficeGuard(slug);
  const { name } = await onPage(() => readGroup(office.id, groupId));
  return { title: name };
}

export default async function GroupPage({ params }: Props) {
  const { office: slug, groupId } = await params;
  const { office } = await headOfficeGuard(slug);
  const group = await onPage(() => readGroup(office.id, groupId));
  const t = await getTranslations("offices");
  const list = `/o/${slug}/offices`;
  return (
    <>
      <PageHeader title={group.name} back={{ href: list, label: t("back") }}>
        {t("groups.explain")}
      </PageHeader>
      <div className="grid gap-6">
        <Card>
          <GroupForm
            action={saveGroup.bind(null, slug, groupId)}
            {...group}
            {...(await groupChoices(office.id, group))}
            cancelHref={list}
          />
        </Card>
        <div>
          <ConfirmDialog
            action={removeGroup.bind(null, slug, groupId)}
            button={t("groups.delete")}
            variant="danger"
            title={t("groups.deleteTitle", { name: group.name })}
            explain={t("groups.deleteExplain")}
            confirm={t("groups.delete")}
            pending={t("groups.deleting")}
            cancel={t("cancel")}
          />
        </div>
      </div>
    </>
  );
}
