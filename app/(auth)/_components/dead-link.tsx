import { useTranslations } from "next-intl";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import type { TokenPurpose, TokenState } from "@/lib/auth/tokens";

type Props = { purpose: TokenPurpose; state: Exclude<TokenState["state"], "open"> };

/** Tells that a link cannot be used (any more), and what to do instead. */
export function DeadLink({ purpose, state }: Props) {
  const t = useTranslations("auth");
  const over = purpose === "reset" ? t("link.resetOver") : t("link.invitationOver");
  return (
    <>
      <PageHeader title={t(`link.${state}Title`)} />
      <p className="mb-6">{state === "unknown" ? t("link.unknown") : over}</p>
      <div className="flex flex-wrap gap-3">
        {purpose === "reset" && <LinkButton href="/forgot">{t("reset.again")}</LinkButton>}
        <LinkButton href="/login" variant={purpose === "reset" ? "secondary" : "primary"}>
          {t("toLogin")}
        </LinkButton>
      </div>
    </>
  );
}
