import { useLocale, useTranslations } from "next-intl";
import { formatNumber } from "@/lib/i18n/format";
import { type MessageCounts, presentStatuses } from "@/lib/messages/families";

/** How many messages have which status, in a line: `372 skickat · 9 tillfällig studsat`. A number stays with its word, a dot never begins a line. */
export function CountSummary({ counts }: { counts: MessageCounts }) {
  const t = useTranslations("messageStatus");
  const language = useLocale();
  const largestFirst = presentStatuses(counts).sort((a, b) => counts[b] - counts[a]);
  const parts = largestFirst.map(
    (status) => `${formatNumber(counts[status], language)}\u00a0${t(status).toLocaleLowerCase(language)}`,
  );
  return <p className="text-ink-soft text-sm">{parts.join("\u00a0· ")}</p>;
}
