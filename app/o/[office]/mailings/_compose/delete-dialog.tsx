"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/ui/button";
import { Dialog, DialogActions, DialogClose } from "@/app/_components/ui/dialog";
import { SubmitButton } from "@/app/_components/ui/submit-button";

/** Deletes the draft, having asked. */
export function DeleteDialog({ action }: { action: () => Promise<void> }) {
  const t = useTranslations("compose.delete");
  return (
    <Dialog
      trigger={<Button variant="quiet">{t("button")}</Button>}
      title={t("title")}
      description={t("explain")}
    >
      <form action={action}>
        <DialogActions>
          <SubmitButton variant="danger" pendingText={t("going")}>
            {t("go")}
          </SubmitButton>
          <DialogClose>
            <Button variant="secondary">{t("cancel")}</Button>
          </DialogClose>
        </DialogActions>
      </form>
    </Dialog>
  );
}
