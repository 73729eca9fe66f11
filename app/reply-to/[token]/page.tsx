import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BigButton, MemberPage } from "@/app/_components/member-page";
import { memberLanguage } from "@/app/_edge/member-language";
import { readReplyToLink } from "@/lib/offices/reply-to";

type Props = { params: Promise<{ token: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const link = await readReplyToLink((await params).token);
  const locale = await memberLanguage(link.state === "unknown" ? null : link.language);
  const t = await getTranslations({ locale, namespace: "replyToPage" });
  return { title: t("title"), referrer: "no-referrer" };
}

/** Whoever reads the address says whether answers to the office's mailings may come there. */
export default async function ReplyToPage({ params }: Props) {
  const { token } = await params;
  const link = await readReplyToLink(token);
  const language = await memberLanguage(link.state === "unknown" ? null : link.language);
  const t = await getTranslations({ locale: language, namespace: "replyToPage" });
  if (link.state === "unknown") {
    return (
      <MemberPage language={language} heading={t("unknown.title")}>
        <p className="text-lg">{t("unknown.explain")}</p>
      </MemberPage>
    );
  }
  const { state, officeName: office, address } = link;
  return (
    <MemberPage language={language} association={office} heading={t(`${state}.title`)}>
      <p className="wrap-anywhere text-lg">{t(`${state}.explain`, { office, address })}</p>
      {state === "open" && (
        <BigButton action={`/reply-to/${encodeURIComponent(token)}/confirm`}>{t("open.button")}</BigButton>
      )}
    </MemberPage>
  );
}
