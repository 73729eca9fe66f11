"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/ui/button";
import type { RecipientSummary } from "@/lib/mailings/recipients";

type Props = {
  summary: RecipientSummary;
  counting: boolean;
  /** What has just been done. */
  told: string;
  unsaved: boolean;
  /** What keeps the text from being sent; also said beside the text itself. */
  fault: string | undefined;
  busy: "saving" | "testing" | "checking" | null;
  onSave: () => void;
  onSend: () => void;
  onSchedule: () => void;
};

/** Always in sight: who gets it, and the ways to go on. */
export function SendBar({
  summary,
  counting,
  told,
  unsaved,
  fault,
  busy,
  onSave,
  onSend,
  onSchedule,
}: Props) {
  const t = useTranslations("compose");
  return (
    <div className="sticky bottom-0 z-10 mt-6 rounded-t-lg border border-edge bg-card px-3 py-2 shadow-[0_-4px_12px_rgb(0_0_0/0.08)] sm:px-4 sm:py-3">
      <p role="status" className="font-semibold max-sm:text-sm">
        {counting && t("recipients.counting")}
        {!counting && summary.cards === 0 && t("recipients.noCards")}
        {!counting && summary.cards > 0 && (
          <>
            <span className="sm:hidden">{t("recipients.short", summary)}</span>
            <span className="max-sm:hidden">{t("recipients.summary", summary)}</span>
          </>
        )}
      </p>
      {fault && <p className="text-danger max-sm:line-clamp-1 max-sm:text-sm">{fault}</p>}
      <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 sm:gap-x-4">
        {summary.messages > 0 && (
          <Button aria-disabled={busy !== null} onClick={onSend} className="max-sm:grow max-sm:px-3">
            {busy === "checking" ? (
              t("saving")
            ) : (
              <>
                <span className="sm:hidden">{t("sendShort", { count: summary.messages })}</span>
                <span className="max-sm:hidden">{t("send", { count: summary.messages })}</span>
              </>
            )}
          </Button>
        )}
        {summary.messages > 0 && (
          <Button
            variant="secondary"
            aria-disabled={busy !== null}
            onClick={onSchedule}
            className="max-sm:px-3"
          >
            <span className="sm:hidden">{t("schedule.short")}</span>
            <span className="max-sm:hidden">{t("schedule.open")}</span>
          </Button>
        )}
        <Button variant="secondary" aria-disabled={busy !== null} onClick={onSave} className="max-sm:px-3">
          {busy === "saving" ? (
            t("saving")
          ) : (
            <>
              <span className="sm:hidden">{t("saveShort")}</span>
              <span className="max-sm:hidden">{t("save")}</span>
            </>
          )}
        </Button>
        <span role="status" className="text-ink-soft text-sm">
          {told || (unsaved && <span className="max-sm:hidden">{t("unsaved")}</span>)}
        </span>
      </div>
    </div>
  );
}
