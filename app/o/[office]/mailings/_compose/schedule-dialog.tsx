"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog, DialogActions } from "@/app/_components/ui/dialog";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { isoDay } from "@/lib/i18n/format";
import type { LocalTime } from "@/lib/mailings/input";
import type { Ahead } from "@/lib/mailings/look-ahead";
import type { RecipientSummary } from "@/lib/mailings/recipients";
import { AheadNotes } from "./ahead-notes";

type Props = {
  timeZone: string;
  summary: RecipientSummary;
  ahead: Ahead | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** @returns what is wrong with the time. */
  action: (time: LocalTime) => Promise<string | undefined>;
};

const DAY_MS = 86_400_000;

/** Asks when the mailing is to go out by itself. */
export function ScheduleDialog({ timeZone, summary, ahead, open, onOpenChange, action }: Props) {
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
      onOpenChange={(open) => {
        setFault(null);
        onOpenChange(open);
      }}
      title={t("title")}
      description={t("explain", { count: summary.messages })}
    >
      <form
        className="space-y-4"
        action={async () => {
          const text = await action(time);
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
        <AheadNotes ahead={ahead} />
        <DialogActions cancel={t("cancel")}>
          <SubmitButton pendingText={t("going")}>{t("go")}</SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}
