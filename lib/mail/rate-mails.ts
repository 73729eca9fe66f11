import { createElement } from "react";
import { Notice } from "@/emails/notice";
import { formatNumber, formatShare } from "@/lib/i18n/format";
import type { Language } from "@/lib/i18n/language";
import { mailTexts } from "@/lib/i18n/mail-texts";
import { renderMail } from "@/lib/mail/compile";
import { headerSafe } from "@/lib/mail/header";
import type { RenderedMail } from "@/lib/mail/template";

type Rate = {
  kind: "bounces" | "complaints";
  accepted: number;
  bad: number;
  /** Share at which the provider may act. */
  limit: number;
  days: number;
};

export type RateWarningDetails = Rate & {
  language: Language;
  /** Null for all offices together. */
  office: { name: string; slug: string } | null;
  level: "half" | "near" | "limit";
  paused: boolean;
  url: string;
};

/** The mail that tells the operator of a rate which comes near the provider's limit. */
export async function renderRateWarning(details: RateWarningDetails): Promise<RenderedMail> {
  const { language, office, level, paused, url } = details;
  const t = mailTexts(language);
  const rate = inWords(details);
  const about = office?.name ?? t("rateWarning.everybody");
  const subject = headerSafe(t("rateWarning.subject", { ...rate, office: about }));
  const next = () => {
    if (!office) return t("rateWarning.ofAll");
    return paused ? t("rateWarning.paused", { slug: office.slug }) : t("rateWarning.ofOne");
  };
  const element = createElement(Notice, {
    language,
    subject,
    title: t("rateWarning.title", rate),
    paragraphs: [
      t("rateWarning.sentence", { ...rate, office: about }),
      t(`rateWarning.levels.${level}`),
      next(),
    ],
    button: t("rateWarning.button"),
    plainLink: t("plainLink"),
    url,
    why: t("rateWarning.why"),
  });
  return { subject, ...(await renderMail(element)) };
}

export type OfficePausedDetails = Rate & { language: Language; officeName: string; url: string };

/** The mail that tells an office's administrators that nothing goes out of it, and what to do. */
export async function renderOfficePaused(details: OfficePausedDetails): Promise<RenderedMail> {
  const { language, officeName: office, kind, url } = details;
  const t = mailTexts(language);
  const rate = inWords(details);
  const subject = headerSafe(t("officePaused.subject", { office }));
  const element = createElement(Notice, {
    language,
    subject,
    title: t("officePaused.title", { office }),
    paragraphs: [
      t(`officePaused.${kind}`, { ...rate, office }),
      t("officePaused.meaning"),
      t(`officePaused.todo.${kind}`),
    ],
    button: t("officePaused.button"),
    plainLink: t("plainLink"),
    url,
    why: t("officePaused.why", { office }),
  });
  return { subject, ...(await renderMail(element)) };
}

function inWords({ language, kind, accepted, bad, limit, days }: Rate & { language: Language }) {
  return {
    kind,
    accepted: formatNumber(accepted, language),
    bad: formatNumber(bad, language),
    share: formatShare(accepted > 0 ? bad / accepted : 0, language),
    limit: formatShare(limit, language),
    days,
  };
}
