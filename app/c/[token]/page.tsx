import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BigButton, MemberPage, PreviewLink, SmallPrint, UnknownLink } from "@/app/_components/member-page";
import { mailLink, marks } from "@/app/_components/member-texts";
import { memberLanguage } from "@/app/_edge/member-language";
import { confirmationOf, shownOf } from "@/app/c/[token]/confirmation";
import type { Confirmation } from "@/lib/confirmations/link";
import { isPreview } from "@/lib/links/preview";

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ now?: string | string[] }> };

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { token } = await params;
  if (isPreview(token)) return { title: (await getTranslations("confirmPage"))("preview.title") };
  const confirmation = await confirmationOf(token);
  const locale = await memberLanguage(confirmation.language);
  const t = await getTranslations({ locale, namespace: "confirmPage" });
  return { title: titleOf(t, confirmation, await searchParams), referrer: "no-referrer" };
}

type Translate = Awaited<ReturnType<typeof getTranslations<"confirmPage">>>;

function titleOf(t: Translate, confirmation: Confirmation, query: { now?: unknown }): string {
  if (confirmation.state === "unknown") return t("unknown.title");
  const shown = shownOf(confirmation.state, query);
  return shown === "open" ? t("title") : t(`${shown}.title`, { association: confirmation.office.name });
}

/** A member confirms an address. Opening the page changes nothing: link scanners open links. */
export default async function ConfirmPage({ params, searchParams }: Props) {
  const { token } = await params;
  if (isPreview(token)) return <PreviewLink namespace="confirmPage" />;
  const confirmation = await confirmationOf(token);
  if (confirmation.state === "unknown") return <UnknownLink namespace="confirmPage" />;
  const { state, office, address, language } = confirmation;
  const t = await getTranslations({ locale: language, namespace: "confirmPage" });
  const { name: association, replyTo } = office;
  const texts = { ...marks, association, address: address ?? t("erasedAddress") };
  const whomToAsk = (
    <p>
      {replyTo
        ? t.rich("ask", { association, replyTo, mail: mailLink(replyTo) })
        : t("askAssociation", { association })}
    </p>
  );

  const shown = shownOf(state, await searchParams);
  if (shown !== "open") {
    return (
      <MemberPage
        language={language}
        association={association}
        heading={t(`${shown}.title`, { association })}
      >
        <p className="text-lg">{t.rich(`${shown}.explain`, texts)}</p>
        <SmallPrint>{whomToAsk}</SmallPrint>
      </MemberPage>
    );
  }

  const path = `/c/${encodeURIComponent(token)}`;
  return (
    <MemberPage
      language={language}
      heading={<span className="font-normal">{t.rich("sentence", texts)}</span>}
    >
      <BigButton action={`${path}/confirm`}>{t("button")}</BigButton>
      <SmallPrint>
        <p>{t("meaning", { association })}</p>
        {whomToAsk}
        <p>
          <a href={`${path}/not-me`} className="inline-flex min-h-11 items-center">
            {t("notMe")}
          </a>
        </p>
      </SmallPrint>
    </MemberPage>
  );
}
