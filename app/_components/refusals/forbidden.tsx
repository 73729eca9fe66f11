import { useTranslations } from "next-intl";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";

/** Says that the right to this page is missing, and who can give it. */
export function ForbiddenText() {
  const t = useTranslations("errors");
  return (
    <>
      <title>{t("forbiddenTitle")}</title>
      <PageHeader title={t("forbiddenTitle")} />
      <p className="mb-6 max-w-prose">{t("forbidden")}</p>
      <LinkButton href="/offices">{t("home")}</LinkButton>
    </>
  );
}
