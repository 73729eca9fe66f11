import { useTranslations } from "next-intl";
import { ButtonForm } from "@/app/_components/ui/button-form";
import { Card } from "@/app/_components/ui/card";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { dropLogo, saveLogo } from "../actions";
import { LogoForm } from "./logo-form";

type Props = { slug: string; own: string | null; inherited: string | undefined };

/** The picture in the mails: the office's own, else the one that it inherits. */
export function LogoCard({ slug, own, inherited }: Props) {
  const t = useTranslations("settings.logo");
  const shown = own ?? inherited;
  return (
    <Card title={t("title")}>
      <div className="grid gap-5">
        {shown ? (
          <div className="flex flex-wrap items-center gap-4">
            {/* biome-ignore lint/performance/noImgElement: as the mails show it, from where they fetch it */}
            <img
              src={`/logo/${shown}`}
              alt={t("alt")}
              className="max-h-16 max-w-60 rounded-sm bg-white p-1"
            />
            {own ? (
              <ButtonForm action={dropLogo.bind(null, slug)}>
                <SubmitButton variant="quiet" pendingText={t("removing")}>
                  {t("remove")}
                </SubmitButton>
              </ButtonForm>
            ) : (
              <p className="text-ink-soft">{t("inherited")}</p>
            )}
          </div>
        ) : (
          <p>{t("none")}</p>
        )}
        <LogoForm action={saveLogo.bind(null, slug)} />
      </div>
    </Card>
  );
}
