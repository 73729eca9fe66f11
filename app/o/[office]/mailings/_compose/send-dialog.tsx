"use client";

import { useTranslations } from "next-intl";
import { Alert } from "@/app/_components/ui/alert";
import { Button } from "@/app/_components/ui/button";
import { Dialog, DialogActions, DialogClose } from "@/app/_components/ui/dialog";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { Blank, RecipientSummary } from "@/lib/mailings/recipients";

type Props = {
  subject: string;
  view: string;
  onePerAddress: boolean;
  summary: RecipientSummary;
  blanks: Blank[];
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
  blanks,
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
      {blanks.length > 0 && (
        <Alert tone="warning" className="mt-4">
          {blanks.map(({ tag, count }) => (
            <p key={tag}>{t("confirm.blank", { tag: t(`personalise.tags.${tag}`), count })}</p>
          ))}
          <p className="mt-1">{t("confirm.blankTodo")}</p>
        </Alert>
      )}
      <form action={action}>
        <DialogActions>
          <SubmitButton pendingText={t("sending")}>
            {t(onePerAddress ? "confirm.goAddresses" : "confirm.go", { count })}
          </SubmitButton>
          <DialogClose>
            <Button variant="secondary">{t("confirm.cancel")}</Button>
          </DialogClose>
        </DialogActions>
      </form>
    </Dialog>
  );
}
