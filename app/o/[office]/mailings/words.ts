import type { Translate } from "@/app/_components/translate";
import { formatNumber } from "@/lib/i18n/format";
import type { Language } from "@/lib/i18n/language";
import type { Mailing } from "@/lib/mailings/queries";
import { type MessageCounts, presentStatuses } from "@/lib/messages/families";
import { type Progress, progressOf } from "./movement";

/** Progress of a mailing as a bar shows it; `total` is 0 where words alone say it. */
export type ProgressInWords = Pick<Progress, "total" | "parts"> & { label: string };

/** How far a mailing has come: `Skickar 412 av 1 000 …`, and the four families. */
export function progressInWords(
  t: Translate,
  mailing: Pick<Mailing, "state" | "counts" | "scheduledAt">,
): ProgressInWords {
  const { sent, toSend, blocked, total, parts } = progressOf(mailing);
  const missed = mailing.state === "draft" && mailing.scheduledAt !== null;
  const label = t(`mailings.progress.${missed ? "missed" : mailing.state}`, { sent, toSend, blocked });
  return { label, total: mailing.state === "draft" ? 0 : total, parts };
}

/** How many messages have which status: `372 skickat · 9 tillfällig studsat`. A number stays with its word, a dot never begins a line. */
export function countsInWords(t: Translate, counts: MessageCounts, language: Language): string {
  const largestFirst = presentStatuses(counts).sort((a, b) => counts[b] - counts[a]);
  return largestFirst
    .map((status) => {
      const word = t(`messageStatus.${status}`).toLocaleLowerCase(language);
      return `${formatNumber(counts[status], language)}\u00a0${word}`;
    })
    .join("\u00a0· ");
}
