import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { onPage, pageGuard } from "@/app/_edge/page";
import { withOffice } from "@/lib/db/tenant";
import { getDraft } from "@/lib/mailings/queries";
import { ComposePage } from "../../_compose/compose-page";

type Props = { params: Promise<{ office: string; id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("compose");
  return { title: t("editTitle") };
}

export default async function EditMailingPage({ params }: Props) {
  const { office: slug, id } = await params;
  const { office } = await pageGuard(slug, { program: "mailings", right: "write" });
  const draft = await onPage(() => withOffice(office.id, (tx) => getDraft(tx, office.id, id)));
  if (!draft) redirect(`/o/${slug}/mailings/${id}`);
  const { id: draftId, version, ...written } = draft;
  return <ComposePage office={office} draft={{ id: draftId, version }} written={written} />;
}
