import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { Alert } from "@/app/_components/ui/alert";
import { Card } from "@/app/_components/ui/card";
import { ConfirmDialog } from "@/app/_components/ui/confirm-dialog";
import { PageHeader } from "@/app/_components/ui/page-header";
import { onPage, pageGuard } from "@/app/_edge/page";
import { getColleague, rightsVersion } from "@/lib/colleagues/queries";
import { ColleagueForm } from "../_components/colleague-form";
import { remove, saveRights } from "../actions";

type Props = {
  params: Promise<{ office: string; userId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/* Asked for by the title and by the page. */
const readColleague = cache(getColleague);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office: slug, userId } = await params;
  const { office } = await pageGuard(slug, { administrator: true });
  const { name, email } = await onPage(() => readColleague(office.id, userId));
  return { title: name || email };
}

export default async function ColleaguePage({ params, searchParams }: Props) {
  const { office: slug, userId } = await params;
  const { office, user } = await pageGuard(slug, { administrator: true });
  const { name, email, rights } = await onPage(() => readColleague(office.id, userId));
  const t = await getTranslations("colleagues");
  const list = `/o/${slug}/colleagues`;
  const shown = name || email;
  const refused = (await searchParams).refused === "lastAdministrator";
  return (
    <>
      <PageHeader title={shown} back={{ href: list, label: t("back") }}>
        {name && email}
      </PageHeader>
      {refused && (
        <Alert tone="error" className="mb-6">
          {t("faults.lastAdministrator")}
        </Alert>
      )}
      <div className="grid gap-6">
        <Card title={t("rightsTitle")}>
          {userId === user.id && <p className="mb-4 text-ink-soft">{t("yourself")}</p>}
          <ColleagueForm
            action={saveRights.bind(null, slug, userId)}
            values={rights}
            version={rightsVersion(rights)}
            cancelHref={list}
          />
        </Card>
        <div>
          <ConfirmDialog
            action={remove.bind(null, slug, userId)}
            button={t("remove.button")}
            variant="danger"
            title={t("remove.title", { name: shown, office: office.name })}
            explain={t("remove.explain")}
            confirm={t("remove.button")}
            pending={t("remove.removing")}
            cancel={t("cancel")}
          />
        </div>
      </div>
    </>
  );
}
