"use client";

import type { ReactNode } from "react";
import { AnsweredForm, type ButtonAction, useOutcome } from "@/app/_components/ui/button-form";
import { buttonStyle } from "@/app/_components/ui/button-style";
import { classNames } from "@/app/_components/ui/class-names";

type Props = {
  /** The action, once it is confirmed. */
  action: ButtonAction;
  button: ReactNode;
  title: ReactNode;
  explain: ReactNode;
  /** The button that does it. */
  children: ReactNode;
};

/**
 * Asks below the button what a dialog would ask: for browsers without scripts, in which no dialog opens.
 * Stays open if something prevented the action.
 */
export function Unfolding({ action, button, title, explain, children }: Props) {
  const outcome = useOutcome(action);
  return (
    <noscript>
      <details open={Boolean(outcome.answer?.problem)} className="max-w-prose">
        <summary className={classNames(buttonStyle({ variant: "secondary" }), "list-none")}>{button}</summary>
        <p className="mt-3 font-bold">{title}</p>
        <p className="mb-3">{explain}</p>
        <AnsweredForm {...outcome}>{children}</AnsweredForm>
      </details>
    </noscript>
  );
}
