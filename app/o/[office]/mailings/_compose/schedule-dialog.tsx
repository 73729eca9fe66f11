"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog, DialogActions } from "@/app/_components/ui/dialog";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { isoDay } from "@/lib/i18n/format";
import type { LocalTime } from "@/lib/mailings/input";
import { AheadNotes } from "./ahead-notes";
import type { Draft } from "./use-draft";

type Props = { draft: Draft; timeZone: string; open: boolean; onClose: () => void };

const DAY_MS = 86_400_000;

/** Asks when the mailing is to go out by itself. */
export function ScheduleDialog({ draft, timeZone, open, onClose }: Props) {
  const t = useTranslations("compose.schedule");
  const [chosen, choose] = useState<LocalTime | null>(null);
  const [fault, setFault] = useState<{ text: string } | null>(null);
  const today = isoDay(new Date(), timeZone);
  const time = chosen ?? { day: isoDay(new Date(Date.now() + DAY_MS), timeZone), time: "09:00" };
  const change = (part: Partial<LocalTime>) => {
    choose({ ...time, ...part });
    setFault(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={() => {
        setFault(null);
        onClose();
      }}
      title={t("title")}
      description={t("explain", { count: draft.recipients.summary.messages })}
    >
      <form
        className="space-y-4"
        action={async () => {
          const text = await draft.schedule(time);
          if (text === undefined) onClose();
          setFault(text === undefined ? null : { text });
        }}
      >
        <FormAlert state={fault}>{fault?.text}</FormAlert>
        <div className="flex flex-wrap gap-4">
          <TextField
            label={t("day")}
            type="date"
            min={today}
            required
            value={time.day}
            onChange={(event) => change({ day: event.target.value })}
          />
          <TextField
            label={t("time")}
            type="time"
            required
            value={time.time}
            onChange={(event) => change({ time: event.target.value })}
          />
        </div>
        <AheadNotes ahead={draft.ahead} />
        <DialogActions cancel={t("cancel")}>
          <SubmitButton pendingText={t("going")}>{t("go")}</SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}
