"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/ui/button";
import { Dialog, DialogActions } from "@/app/_components/ui/dialog";
import { SubmitButton } from "@/app/_components/ui/submit-button";

/** Deletes the draft, having asked. */
export function DeleteDialog({ action }: { action: () => Promise<void> }) {
  const t = useTranslations("compose.delete");
  const [open, setOpen] = useState(false);
  const remove = async () => {
    await action();
    setOpen(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="quiet">{t("button")}</Button>}
      title={t("title")}
      description={t("explain")}
    >
      <form action={remove}>
        <DialogActions cancel={t("cancel")}>
          <SubmitButton variant="danger" pendingText={t("going")}>
            {t("go")}
          </SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}
