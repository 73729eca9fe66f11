"use client";

import { useTranslations } from "next-intl";
import { Dialog, DialogActions } from "@/app/_components/ui/dialog";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { Ahead } from "@/lib/mailings/look-ahead";
import type { RecipientSummary } from "@/lib/mailings/recipients";
import { AheadNotes } from "./ahead-notes";

type Props = {
  subject: string;
  view: string;
  onePerAddress: boolean;
  summary: RecipientSummary;
  ahead: Ahead | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  action: () => Promise<void>;
};

/** Says exactly who gets it; the only button that sends. */
export function SendDialog({
  subject,
  view,
  onePerAddress,
  summary,
  ahead,
  open,
  onOpenChange,
  action,
}: Props) {
  const t = useTranslations("compose");
  const count = summary.messages;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t(onePerAddress ? "confirm.titleAddresses" : "confirm.title", { count })}
      description={t("confirm.explain")}
    >
      <ul className="list-disc space-y-1 pl-6">
        <li>{t("confirm.subject", { subject })}</li>
        <li>{t("recipients.view", { view })}</li>
        <li>{t("recipients.summary", summary)}</li>
        {onePerAddress && <li>{t("recipients.messages", summary)}</li>}
      </ul>
      <AheadNotes ahead={ahead} />
      <form action={action}>
        <DialogActions cancel={t("confirm.cancel")}>
          <SubmitButton pendingText={t("sending")}>
            {t(onePerAddress ? "confirm.goAddresses" : "confirm.go", { count })}
          </SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}
