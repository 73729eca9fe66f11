import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Card } from "@/app/_components/ui/card";
import { PageHeader } from "@/app/_components/ui/page-header";
import { pageGuard } from "@/app/_edge/page";
import { ColleagueForm } from "../_components/colleague-form";
import { invite } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("colleagues.invite");
  return { title: t("button") };
}

const FIRST = { email: "", role: "colleague", register: "read", mailings: "read" };

export default async function InvitePage({ params }: { params: Promise<{ office: string }> }) {
  const { office: slug } = await params;
  await pageGuard(slug, { administrator: true });
  const t = await getTranslations("colleagues");
  const list = `/o/${slug}/colleagues`;
  return (
    <>
      <PageHeader title={t("invite.button")} back={{ href: list, label: t("back") }}>
        {t("invite.explain")}
      </PageHeader>
      <Card>
        <ColleagueForm action={invite.bind(null, slug)} values={FIRST} cancelHref={list} />
      </Card>
    </>
  );
}
