import { useLocale, useTranslations } from "next-intl";
import { DateTime } from "@/app/_components/date-time";
import { reasonArguments } from "@/lib/messages/reason";
import type { TimelineEntry } from "@/lib/messages/timeline";
import { timelineText } from "../timeline-words";

type Props = { entries: TimelineEntry[]; timeZone: string };

const TO_COME: ReadonlySet<TimelineEntry["kind"]> = new Set(["retry_due", "window_closes"]);

/** What happened to a message, the oldest first, and what is to come. */
export function Timeline({ entries, timeZone }: Props) {
  const t = useTranslations();
  const language = useLocale();
  return (
    <ol aria-label={t("results.timeline.label")} className="ml-2 border-line border-l-2">
      {entries.map((entry) => (
        <li key={keyOf(entry)} className="relative pb-4 pl-6 last:pb-0">
          <span
            aria-hidden
            className={`-left-[7px] absolute top-2 size-3 rounded-full border-2 border-accent ${
              TO_COME.has(entry.kind) ? "bg-card" : "bg-accent"
            }`}
          />
          <p className="text-ink-soft text-sm">
            {TO_COME.has(entry.kind) && `${t("results.timeline.toCome")} `}
            <DateTime value={entry.at} timeZone={timeZone} />
          </p>
          <p className="font-semibold">{timelineText(t, entry, { language, timeZone })}</p>
          {entry.kind === "learnt" && <Learnt entry={entry} />}
        </li>
      ))}
    </ol>
  );
}

function Learnt({ entry }: { entry: Extract<TimelineEntry, { kind: "learnt" }> }) {
  const t = useTranslations();
  const { reason, source, attempt } = entry;
  const from = [
    t(`results.timeline.source.${source}`),
    attempt !== null && t("results.timeline.attempt", { attempt }),
  ];
  return (
    <>
      {reason && <p>{t(`reason.${reason.code}`, reasonArguments(reason))}</p>}
      <p className="text-ink-soft text-sm">{from.filter(Boolean).join(" · ")}</p>
    </>
  );
}

function keyOf(entry: TimelineEntry): string {
  const of = "attempt" in entry ? entry.attempt : "";
  const fact = entry.kind === "learnt" ? `${entry.fact} ${entry.source}` : "";
  return `${entry.kind} ${of} ${fact} ${entry.at.getTime()}`;
}
