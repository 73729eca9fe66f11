import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageGuard } from "@/app/_edge/page";
import { type SearchParams, viewOf } from "../../members/view";
import { ComposePage } from "../_compose/compose-page";

type Props = { params: Promise<{ office: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("compose");
  return { title: t("newTitle") };
}

export default async function NewMailingPage({ params, searchParams }: Props) {
  const { office } = await pageGuard((await params).office, { program: "mailings", right: "write" });
  const audience = viewOf(await searchParams);
  const written = { subject: "", bodyHtml: "", audience, onePerAddress: false };
  return <ComposePage office={office} draft={null} written={written} />;
}
