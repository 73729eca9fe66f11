import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/app/_components/ui/page-header";
import { pageGuard } from "@/app/_edge/page";
import { CardForm } from "../_components/card-form";
import { createCard } from "../actions";
import { listOf, type SearchParams } from "../view";

type Props = { params: Promise<{ office: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("members.card");
  return { title: t("newTitle") };
}

export default async function NewMemberPage({ params, searchParams }: Props) {
  const { office: slug } = await params;
  const { office } = await pageGuard(slug, { program: "register", right: "write" });
  const t = await getTranslations("members.card");
  const list = `/o/${slug}/members${listOf(await searchParams)}`;
  return (
    <>
      <PageHeader title={t("newTitle")} back={{ href: list, label: t("back") }} />
      <CardForm
        slug={slug}
        action={createCard.bind(null, slug)}
        values={{ language: office.language }}
        cancelHref={list}
      />
    </>
  );
}
