import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { BigButton, MemberPage, PreviewLink, SmallPrint, UnknownLink } from "@/app/_components/member-page";
import { mailLink, marks } from "@/app/_components/member-texts";
import { memberLanguage } from "@/app/_edge/member-language";
import { isPreview } from "@/lib/links/preview";
import { readUnsubscription } from "@/lib/unsubscriptions/link";

type Props = { params: Promise<{ token: string }> };

const unsubscriptionOf = cache(readUnsubscription);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { token } = await params;
  if (isPreview(token)) return { title: (await getTranslations("unsubscribePage"))("preview.title") };
  const { state, language } = await unsubscriptionOf(token);
  const t = await getTranslations({ locale: await memberLanguage(language), namespace: "unsubscribePage" });
  return { title: t(state === "open" ? "title" : `${state}.title`), referrer: "no-referrer" };
}

/** A member stops all mailings. Opening the page changes nothing: link scanners open links. */
export default async function UnsubscribePage({ params }: Props) {
  const { token } = await params;
  if (isPreview(token)) return <PreviewLink namespace="unsubscribePage" />;
  const unsubscription = await unsubscriptionOf(token);
  if (unsubscription.state === "unknown") return <UnknownLink namespace="unsubscribePage" />;
  const { state, officeName: association, replyTo, address, language } = unsubscription;
  const t = await getTranslations({ locale: language, namespace: "unsubscribePage" });
  const texts = { ...marks, association, address: address ?? t("erasedAddress") };
  const contact = replyTo && { association, replyTo, mail: mailLink(replyTo) };

  if (state === "unsubscribed") {
    return (
      <MemberPage language={language} association={association} heading={t("unsubscribed.title")}>
        <p className="text-lg">{t.rich("unsubscribed.explain", texts)}</p>
        <SmallPrint>
          <p>
            {contact
              ? t.rich("unsubscribed.regret", contact)
              : t("unsubscribed.regretAssociation", { association })}
          </p>
        </SmallPrint>
      </MemberPage>
    );
  }

  return (
    <MemberPage
      language={language}
      heading={<span className="font-normal">{t.rich("question", texts)}</span>}
    >
      <p className="text-lg">{t.rich("all", texts)}</p>
      <BigButton action={`/u/${encodeURIComponent(token)}/stop`}>{t("button")}</BigButton>
      <SmallPrint>
        <p>{contact ? t.rich("keep", contact) : t("keepAssociation", { association })}</p>
        <p>{t("noWayBack")}</p>
      </SmallPrint>
    </MemberPage>
  );
}
