import { useLocale, useTranslations } from "next-intl";
import { formatDateTime } from "@/lib/i18n/format";
import type { TimelineEntry } from "@/lib/messages/timeline";

/** What one entry says. */
export function TimelineText({ entry, timeZone }: { entry: TimelineEntry; timeZone: string }) {
  const t = useTranslations("results.timeline");
  const language = useLocale();
  switch (entry.kind) {
    case "learnt":
      return t(`fact.${entry.fact}`);
    case "stopped":
      return t(`${entry.attempted ? "stopped" : "notTried"}.${entry.why}`);
    case "window_opened":
      return t("window_opened", { until: formatDateTime(entry.until, { language, timeZone }) });
    case "handed_over":
    case "accepted":
    case "retry_due":
      return t(entry.kind, { attempt: entry.attempt });
    default:
      return t(entry.kind);
  }
}
