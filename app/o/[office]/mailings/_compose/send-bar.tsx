"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/ui/button";
import type { Draft } from "./use-draft";

type Props = {
  draft: Draft;
  /** What has just been done. */
  told: string;
  /** What prevents the text from being sent; also shown beside the text. */
  fault: string | undefined;
  onSend: () => void;
  onSchedule: () => void;
};

/** Who gets it, and the buttons to continue; always visible, unless it would cover half of the screen. */
export function SendBar({ draft, told, fault, onSend, onSchedule }: Props) {
  const t = useTranslations("compose");
  const { counting, unsaved, busy, save } = draft;
  const { summary } = draft.recipients;
  const count = summary.messages;
  return (
    <div className="bottom-0 z-10 [@media(min-height:36rem)]:sticky mt-6 rounded-t-lg border border-edge bg-card px-3 py-2 shadow-[0_-4px_12px_rgb(0_0_0/0.08)] sm:px-4 sm:py-3">
      <p role="status" className="font-semibold max-sm:text-sm">
        {counting && t("recipients.counting")}
        {!counting && summary.cards === 0 && t("recipients.noCards")}
        {!counting && summary.cards > 0 && (
          <Fitting short={t("recipients.short", summary)} long={t("recipients.summary", summary)} />
        )}
      </p>
      {fault && <p className="text-danger max-sm:line-clamp-1 max-sm:text-sm">{fault}</p>}
      <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 sm:gap-x-4">
        {count > 0 && (
          <>
            <Button aria-disabled={busy !== null} onClick={onSend} className="max-sm:grow max-sm:px-3">
              {busy === "checking" ? (
                t("saving")
              ) : (
                <Fitting short={t("sendShort", { count })} long={t("send", { count })} />
              )}
            </Button>
            <Button
              variant="secondary"
              aria-disabled={busy !== null}
              onClick={onSchedule}
              className="max-sm:px-3"
            >
              <Fitting short={t("schedule.short")} long={t("schedule.open")} />
            </Button>
          </>
        )}
        <Button variant="secondary" aria-disabled={busy !== null} onClick={save} className="max-sm:px-3">
          {busy === "saving" ? t("saving") : <Fitting short={t("saveShort")} long={t("save")} />}
        </Button>
        <span role="status" className="text-ink-soft text-sm">
          {told || (unsaved && <span className="max-sm:hidden">{t("unsaved")}</span>)}
        </span>
      </div>
    </div>
  );
}

/** A text with a shorter form for phones. */
function Fitting({ short, long }: { short: string; long: string }) {
  return (
    <>
      <span className="sm:hidden">{short}</span>
      <span className="max-sm:hidden">{long}</span>
    </>
  );
}
