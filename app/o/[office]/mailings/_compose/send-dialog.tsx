"use client";

import { useTranslations } from "next-intl";
import { Dialog, DialogActions } from "@/app/_components/ui/dialog";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { AheadNotes } from "./ahead-notes";
import type { Draft } from "./use-draft";

type Props = {
  draft: Draft;
  /** The cards that are meant, in words. */
  view: string;
  open: boolean;
  onClose: () => void;
};

/** Says exactly who gets it; the only button that sends. */
export function SendDialog({ draft, view, open, onClose }: Props) {
  const t = useTranslations("compose");
  const { subject, onePerAddress } = draft.written;
  const { summary } = draft.recipients;
  const count = summary.messages;
  const send = async () => {
    await draft.send();
    onClose();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={t(onePerAddress ? "confirm.titleAddresses" : "confirm.title", { count })}
      description={t("confirm.explain")}
    >
      <ul className="list-disc space-y-1 pl-6">
        <li>{t("confirm.subject", { subject })}</li>
        <li>{t("recipients.view", { view })}</li>
        <li>{t("recipients.summary", summary)}</li>
        {onePerAddress && <li>{t("recipients.messages", summary)}</li>}
      </ul>
      <AheadNotes ahead={draft.ahead} />
      <form action={send}>
        <DialogActions cancel={t("confirm.cancel")}>
          <SubmitButton pendingText={t("sending")}>
            {t(onePerAddress ? "confirm.goAddresses" : "confirm.go", { count })}
          </SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}
