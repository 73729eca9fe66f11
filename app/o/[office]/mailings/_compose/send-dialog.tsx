"use client";

import { useTranslations } from "next-intl";
import { Alert } from "@/app/_components/ui/alert";
import { Button } from "@/app/_components/ui/button";
import { Dialog, DialogActions, DialogClose } from "@/app/_components/ui/dialog";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { Ahead } from "@/lib/mailings/look-ahead";
import type { RecipientSummary } from "@/lib/mailings/recipients";

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
  const { replyTo = null, blanks = [] } = ahead ?? {};
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
        <li className="wrap-anywhere">
          {replyTo ? t("confirm.replyTo", { address: replyTo }) : t("confirm.noReplyTo")}
        </li>
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
