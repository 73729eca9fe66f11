import { getLocale, getTranslations } from "next-intl/server";
import { Alert } from "@/app/_components/ui/alert";
import { PageHeader } from "@/app/_components/ui/page-header";
import { formatDateTime } from "@/lib/i18n/format";
import type { DraftRef } from "@/lib/mailings/draft";
import type { MailingInput } from "@/lib/mailings/input";
import { previewChoices } from "@/lib/mailings/preview";
import { summariseRecipients } from "@/lib/mailings/recipients";
import { STATUS_FILTERS } from "@/lib/members/audience";
import { statusName } from "../view-name";
import { Composer } from "./composer";

type Props = {
  office: { id: string; slug: string; timeZone: string };
  draft: DraftRef | null;
  /** When it was to go out by itself, and could not. */
  missedAt?: Date | null;
  written: MailingInput;
};

/** The composer for a new draft or one that is there, with who would get it now. */
export async function ComposePage({ office, draft, missedAt, written }: Props) {
  const t = await getTranslations();
  const [summary, choices] = await Promise.all([
    summariseRecipients(office.id, written.audience, written.onePerAddress),
    previewChoices(office.id, written),
  ]);
  const statuses = STATUS_FILTERS.map((value) => ({ value, label: statusName(t, value) }));
  return (
    <>
      <PageHeader
        title={t(draft ? "compose.editTitle" : "compose.newTitle")}
        back={{ href: `/o/${office.slug}/mailings`, label: t("results.back") }}
      />
      <noscript>
        <Alert tone="warning" className="mb-6">
          {t("compose.noScripts")}
        </Alert>
      </noscript>
      {missedAt && (
        <Alert tone="warning" className="mb-6">
          {t("compose.missed", {
            date: formatDateTime(missedAt, { language: await getLocale(), timeZone: office.timeZone }),
          })}
        </Alert>
      )}
      <Composer
        slug={office.slug}
        timeZone={office.timeZone}
        draft={draft}
        initial={written}
        recipients={{ summary, choices }}
        statuses={statuses}
      />
    </>
  );
}
