import { useTranslations } from "next-intl";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";

/** Says that there is nothing here, or nothing for this person: the two look the same. */
export function NotFoundText() {
  const t = useTranslations("errors");
  return (
    <>
      <title>{t("notFoundTitle")}</title>
      <PageHeader title={t("notFoundTitle")} />
      <p className="mb-6 max-w-prose">{t("notFound")}</p>
      <LinkButton href="/offices">{t("home")}</LinkButton>
    </>
  );
}
