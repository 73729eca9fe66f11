import { getLocale, getTranslations } from "next-intl/server";
import { Alert } from "@/app/_components/ui/alert";
import { withOffice } from "@/lib/db/tenant";
import { formatDateTime } from "@/lib/i18n/format";
import { getUnsent } from "@/lib/mailings/queries";
import { summariseRecipients } from "@/lib/mailings/recipients";
import { RecipientCounts } from "../../_compose/recipient-counts";

type Props = { office: { id: string; timeZone: string }; id: string };

/** When a mailing goes out by itself, and who would get it as the register is now. */
export async function ScheduledPart({ office, id }: Props) {
  const unsent = await withOffice(office.id, (tx) => getUnsent(tx, office.id, id));
  /* It has just started; the page refreshes in a moment. */
  if (unsent?.state !== "scheduled") return null;
  const { audience, onePerAddress, scheduledAt } = unsent;
  const summary = await summariseRecipients(office.id, audience, onePerAddress);
  const t = await getTranslations();
  const where = { language: await getLocale(), timeZone: office.timeZone };
  return (
    <>
      <Alert
        title={t("results.scheduled.title", { date: scheduledAt ? formatDateTime(scheduledAt, where) : "" })}
      >
        {t("results.scheduled.explain")}
      </Alert>
      <h2 className="mt-6 mb-2 font-bold text-lg">{t("results.scheduled.now")}</h2>
      <RecipientCounts summary={summary} />
      {onePerAddress && <p>{t("compose.recipients.messages", summary)}</p>}
    </>
  );
}
