import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { PageHeader } from "@/app/_components/ui/page-header";
import { readToken } from "@/lib/auth/tokens";
import { DeadLink } from "../../_components/dead-link";
import { faultTexts } from "../../faults";
import { ResetForm } from "./reset-form";

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ faults?: string | string[] }> };

/* Cached, because title and page both need it. */
const linkOf = cache((token: string) => readToken("reset", token));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { state } = await linkOf((await params).token);
  const t = await getTranslations("auth");
  return { title: t(state === "open" ? "reset.title" : `link.${state}Title`), referrer: "no-referrer" };
}

export default async function ResetPage({ params, searchParams }: Props) {
  const { token } = await params;
  const found = await linkOf(token);
  if (found.state !== "open") return <DeadLink purpose="reset" state={found.state} />;
  const t = await getTranslations("auth.reset");
  const faults = await faultTexts((await searchParams).faults);
  return (
    <>
      <PageHeader title={t("title")}>{t("explain", { email: found.email })}</PageHeader>
      <ResetForm
        action={`/reset/${encodeURIComponent(token)}/change`}
        email={found.email}
        fault={faults.password}
      />
    </>
  );
}
