import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { BigButton, MemberPage, SmallPrint } from "@/app/_components/member-page";
import { marks } from "@/app/_components/member-texts";
import { memberLanguage } from "@/app/_edge/member-language";
import { confirmationOf } from "@/app/c/[token]/confirmation";

type Props = { params: Promise<{ token: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { language } = await confirmationOf((await params).token);
  const t = await getTranslations({ locale: await memberLanguage(language), namespace: "confirmPage" });
  return { title: t("refuse.title"), referrer: "no-referrer" };
}

/** Says what "Det var inte jag" does, and asks once: there is no way back for the member. */
export default async function NotMePage({ params }: Props) {
  const { token } = await params;
  const confirmation = await confirmationOf(token);
  const path = `/c/${encodeURIComponent(token)}`;
  if (confirmation.state !== "open" && confirmation.state !== "confirmed") redirect(path);
  const { office, address, language } = confirmation;
  if (address === null) redirect(path);
  const t = await getTranslations({ locale: language, namespace: "confirmPage" });
  const { name: association } = office;
  return (
    <MemberPage language={language} association={association} heading={t("refuse.title")}>
      <p className="text-lg">{t.rich("refuse.explain", { ...marks, association, address })}</p>
      <BigButton action={`${path}/refuse`} danger>
        {t("refuse.button")}
      </BigButton>
      <SmallPrint>
        <p>{t("refuse.noWayBack")}</p>
        <p>
          <a href={path} className="inline-flex min-h-11 items-center">
            {t("refuse.back")}
          </a>
        </p>
      </SmallPrint>
    </MemberPage>
  );
}
