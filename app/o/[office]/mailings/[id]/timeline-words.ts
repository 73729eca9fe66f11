import type { Translate } from "@/app/_components/translate";
import { formatDateTime } from "@/lib/i18n/format";
import type { Language } from "@/lib/i18n/language";
import type { TimelineEntry } from "@/lib/messages/timeline";

/** What one entry of a time line says. */
export function timelineText(
  t: Translate,
  entry: TimelineEntry,
  where: { language: Language; timeZone: string },
): string {
  switch (entry.kind) {
    case "learnt":
      return t(`results.timeline.fact.${entry.fact}`);
    case "stopped":
      return t(`results.timeline.${entry.attempted ? "stopped" : "notTried"}.${entry.why}`);
    case "window_opened":
      return t("results.timeline.window_opened", { until: formatDateTime(entry.until, where) });
    case "handed_over":
    case "accepted":
    case "retry_due":
      return t(`results.timeline.${entry.kind}`, { attempt: entry.attempt });
    default:
      return t(`results.timeline.${entry.kind}`);
  }
}
