import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/app/_components/ui/page-header";
import { faultTexts } from "../faults";
import { readTyped } from "../typed";
import { Asked, ForgotForm } from "./forgot-form";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.forgot");
  return { title: t("title") };
}

export default async function ForgotPage({ searchParams }: Props) {
  const { asked, faults } = await searchParams;
  const t = await getTranslations("auth");
  const email = asked !== undefined || faults ? (await readTyped()).email : "";
  return (
    <>
      <PageHeader title={t("forgot.title")} back={{ href: "/login", label: t("toLogin") }} />
      {asked !== undefined && email ? (
        <Asked email={email} />
      ) : (
        <ForgotForm email={email} fault={(await faultTexts(faults)).email} />
      )}
    </>
  );
}
