"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/app/_components/ui/button";
import { Dialog, DialogActions, DialogClose } from "@/app/_components/ui/dialog";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { holdMailing, type Verb } from "../actions";

/** Pauses, goes on or cancels, having said what that means. */
export function HoldButton({ slug, id, verb }: { slug: string; id: string; verb: Verb }) {
  const t = useTranslations(`results.${verb}`);
  const [open, setOpen] = useState(false);
  const act = async () => {
    const { problem } = await holdMailing(slug, id, verb);
    if (problem) toast.error(problem);
    setOpen(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant={verb === "cancel" ? "quiet" : "secondary"}>{t("button")}</Button>}
      title={t("title")}
      description={t("explain")}
    >
      <form action={act}>
        <DialogActions>
          <SubmitButton variant={verb === "cancel" ? "danger" : "primary"} pendingText={t("pending")}>
            {t("button")}
          </SubmitButton>
          <DialogClose>
            <Button variant="secondary">{t("keep")}</Button>
          </DialogClose>
        </DialogActions>
      </form>
    </Dialog>
  );
}
