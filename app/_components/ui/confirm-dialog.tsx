"use client";

import type { ReactNode } from "react";
import { Button } from "@/app/_components/ui/button";
import { ButtonForm } from "@/app/_components/ui/button-form";
import type { ButtonVariant } from "@/app/_components/ui/button-style";
import { Dialog, DialogActions, DialogClose } from "@/app/_components/ui/dialog";
import { SubmitButton } from "@/app/_components/ui/submit-button";

type Props = {
  /** What is done once it is confirmed. */
  action: () => Promise<void>;
  /** The button that asks. */
  button: ReactNode;
  variant?: ButtonVariant;
  title: string;
  explain: string;
  confirm: string;
  pending: string;
  cancel: string;
};

/** A button that says what will happen before it does it. */
export function ConfirmDialog({ action, button, variant, title, explain, confirm, pending, cancel }: Props) {
  return (
    <Dialog trigger={<Button variant="secondary">{button}</Button>} title={title} description={explain}>
      <ButtonForm action={action}>
        <DialogActions>
          <SubmitButton variant={variant ?? "primary"} pendingText={pending}>
            {confirm}
          </SubmitButton>
          <DialogClose>
            <Button variant="secondary">{cancel}</Button>
          </DialogClose>
        </DialogActions>
      </ButtonForm>
    </Dialog>
  );
}
