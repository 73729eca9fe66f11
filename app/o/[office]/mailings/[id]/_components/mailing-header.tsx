import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FilterLinks } from "@/app/_components/ui/filter-links";
import { PageHeader } from "@/app/_components/ui/page-header";
import { formatDateTime } from "@/lib/i18n/format";
import type { Mailing } from "@/lib/mailings/queries";
import { MailingStateBadge } from "../../_components/mailing-state-badge";
import { timeOf } from "../../movement";
import { viewName } from "../../view-name";

type Props = {
  slug: string;
  timeZone: string;
  mailing: Mailing;
  part: "recipients" | "content";
  actions?: ReactNode;
};

/** What was sent, when, by whom and to which view; and the parts of its page. */
export function MailingHeader({ slug, timeZone, mailing, part, actions }: Props) {
  const t = useTranslations();
  const language = useLocale();
  const here = `/o/${slug}/mailings/${mailing.id}`;
  return (
    <>
      <PageHeader
        title={mailing.subject || t("mailings.noSubject")}
        back={{ href: `/o/${slug}/mailings`, label: t("results.back") }}
        actions={actions}
      >
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <MailingStateBadge state={mailing.state} />
          <span className="wrap-anywhere">
            {t("results.sentLine", {
              state: mailing.state,
              date: formatDateTime(timeOf(mailing), { language, timeZone }),
              by: t("results.by", { name: mailing.createdByName || "none" }),
              view: viewName(t, mailing.view),
            })}
          </span>
        </p>
      </PageHeader>
      <div className="mb-4">
        <FilterLinks
          label={t("results.tabs.label")}
          items={[
            {
              key: "recipients",
              href: here,
              label: t("results.tabs.recipients"),
              current: part === "recipients",
            },
            {
              key: "content",
              href: `${here}/content`,
              label: t("results.tabs.content"),
              current: part === "content",
            },
          ]}
        />
      </div>
    </>
  );
}
