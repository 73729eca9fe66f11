import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { onPage, pageGuard } from "@/app/_edge/page";
import { withOffice } from "@/lib/db/tenant";
import { getUnsent } from "@/lib/mailings/queries";
import { ComposePage } from "../../_compose/compose-page";

type Props = { params: Promise<{ office: string; id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("compose");
  return { title: t("editTitle") };
}

export default async function EditMailingPage({ params }: Props) {
  const { office: slug, id } = await params;
  const { office } = await pageGuard(slug, { program: "mailings", right: "write" });
  const unsent = await onPage(() => withOffice(office.id, (tx) => getUnsent(tx, office.id, id)));
  if (unsent?.state !== "draft") redirect(`/o/${slug}/mailings/${id}`);
  const { version, scheduledAt, subject, bodyHtml, audience, onePerAddress } = unsent;
  return (
    <ComposePage
      office={office}
      draft={{ id: unsent.id, version }}
      missedAt={scheduledAt}
      written={{ subject, bodyHtml, audience, onePerAddress }}
    />
  );
}
