import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { Alert } from "@/app/_components/ui/alert";
import { Card } from "@/app/_components/ui/card";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { onPage } from "@/app/_edge/page";
import { listInvited } from "@/lib/colleagues/queries";
import { holdingsOf, RESTORE_DAYS } from "@/lib/offices/delete";
import { getMemberOffice } from "@/lib/offices/member-offices";
import { DeleteForm } from "../_components/delete-form";
import { NoAdministrator } from "../_components/no-administrator";
import { OfficeForm } from "../_components/office-form";
import { removeOffice, renameOffice } from "../actions";
import { headOfficeGuard } from "../guard";

type Props = { params: Promise<{ office: string; memberOffice: string }> };

/* Asked for by the title and by the page. */
const readMemberOffice = cache(getMemberOffice);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office: slug, memberOffice: id } = await params;
  const { office: head } = await headOfficeGuard(slug);
  const { name } = await onPage(() => readMemberOffice(head.id, id));
  return { title: name };
}

export default async function MemberOfficePage({ params }: Props) {
  const { office: slug, memberOffice: id } = await params;
  const { office: head } = await headOfficeGuard(slug);
  const member = await onPage(() => readMemberOffice(head.id, id));
  const [{ cards, mailings }, invited] = await Promise.all([holdingsOf(member.id), listInvited(member.id)]);
  const t = await getTranslations("offices");
  const actions = (
    <>
      <LinkButton variant="secondary" href={`/o/${member.slug}/colleagues/new`}>
        {t("invite")}
      </LinkButton>
      <LinkButton href={`/o/${member.slug}`}>{t("enter")}</LinkButton>
    </>
  );
  return (
    <>
      <PageHeader
        title={member.name}
        back={{ href: `/o/${slug}/offices`, label: t("back") }}
        actions={actions}
      />
      {member.administrators === 0 && (
        <NoAdministrator slug={member.slug} timeZone={head.timeZone} invited={invited.rows} />
      )}
      <div className="grid gap-6">
        <Card title={t("name")}>
          <OfficeForm key={member.name} action={renameOffice.bind(null, slug, id)} name={member.name} />
        </Card>
        <Card title={t("delete.title")}>
          <p className="mb-2 max-w-prose">{t("delete.holds", { cards, mailings: mailings.all })}</p>
          {mailings.paused > 0 && (
            <p className="mb-2 max-w-prose">{t("delete.paused", { count: mailings.paused })}</p>
          )}
          <p className="mb-4 max-w-prose">{t("delete.explain", { days: RESTORE_DAYS })}</p>
          {mailings.underWay > 0 ? (
            <Alert tone="warning">{t("delete.underWay", { count: mailings.underWay })}</Alert>
          ) : (
            <DeleteForm action={removeOffice.bind(null, slug, id)} name={member.name} />
          )}
        </Card>
      </div>
    </>
  );
}
