import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/app/_components/ui/page-header";
import { ForgotForm } from "./forgot-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.forgot");
  return { title: t("title") };
}

export default async function ForgotPage() {
  const t = await getTranslations("auth");
  return (
    <>
      <PageHeader title={t("forgot.title")} back={{ href: "/login", label: t("toLogin") }} />
      <ForgotForm />
    </>
  );
}
