import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/app/_components/ui/page-header";
import { readToken } from "@/lib/auth/tokens";
import { DeadLink } from "../../_components/dead-link";
import { faultTexts } from "../../faults";
import { ResetForm } from "./reset-form";

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ faults?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.reset");
  return { title: t("title"), referrer: "no-referrer" };
}

export default async function ResetPage({ params, searchParams }: Props) {
  const { token } = await params;
  const found = await readToken("reset", token);
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
