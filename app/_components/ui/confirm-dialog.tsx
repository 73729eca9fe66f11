"use client";

import type { ReactNode } from "react";
import { Button } from "@/app/_components/ui/button";
import { type ButtonAction, ButtonForm } from "@/app/_components/ui/button-form";
import type { ButtonVariant } from "@/app/_components/ui/button-style";
import { Dialog, DialogActions } from "@/app/_components/ui/dialog";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { Unfolding } from "@/app/_components/ui/unfolding";

type Props = {
  /** The action, once it is confirmed. */
  action: ButtonAction;
  /** The button that asks. */
  button: ReactNode;
  variant?: ButtonVariant;
  title: string;
  explain: string;
  confirm: string;
  pending: string;
  cancel: string;
  /** The answer replaces the page: see `useLeaveWarning`. */
  replaces?: boolean;
};

/** A button that says what will happen before it does it. */
export function ConfirmDialog(props: Props) {
  const { action, button, variant, title, explain, confirm, pending, cancel, replaces } = props;
  const goOn = (
    <SubmitButton variant={variant ?? "primary"} pendingText={pending}>
      {confirm}
    </SubmitButton>
  );
  const opens = (
    <Button variant="secondary" className="noscript:hidden">
      {button}
    </Button>
  );
  return (
    <>
      <Dialog trigger={opens} title={title} description={explain}>
        <ButtonForm action={action} data-replaces={replaces}>
          <DialogActions cancel={cancel}>{goOn}</DialogActions>
        </ButtonForm>
      </Dialog>
      <Unfolding action={action} button={button} title={title} explain={explain}>
        {goOn}
      </Unfolding>
    </>
  );
}
