import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { PageHeader } from "@/app/_components/ui/page-header";
import { readToken } from "@/lib/auth/tokens";
import { invitationsOf } from "@/lib/colleagues/queries";
import { listOfficesOf } from "@/lib/offices/list";
import { DeadLink } from "../../_components/dead-link";
import { faultTexts } from "../../faults";
import { readTyped } from "../../typed";
import { ActivateForm } from "./activate-form";

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ faults?: string | string[] }> };

/* Cached, because title and page both need it. */
const linkOf = cache((token: string) => readToken("invitation", token));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { state } = await linkOf((await params).token);
  const t = await getTranslations("auth");
  return { title: t(state === "open" ? "activate.title" : `link.${state}Title`), referrer: "no-referrer" };
}

export default async function ActivatePage({ params, searchParams }: Props) {
  const { token } = await params;
  const found = await linkOf(token);
  if (found.state !== "open") return <DeadLink purpose="invitation" state={found.state} />;
  const t = await getTranslations("auth.activate");
  const { faults } = await searchParams;
  const [offices, invitations] = await Promise.all([
    listOfficesOf(found.userId),
    invitationsOf(found.userId),
  ]);
  const names = [...offices.rows.map(({ name }) => name), ...invitations.map(({ officeName }) => officeName)];
  const list = new Intl.ListFormat(await getLocale()).format(names);
  return (
    <>
      <PageHeader title={t("title")}>{t("explain", { email: found.email, offices: list })}</PageHeader>
      <ActivateForm
        action={`/activate/${encodeURIComponent(token)}/begin`}
        email={found.email}
        name={faults ? (await readTyped()).name : found.name}
        faults={await faultTexts(faults)}
      />
    </>
  );
}
