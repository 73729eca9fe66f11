"use client";

import type { ComponentProps } from "react";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { useAnswer } from "@/app/_components/ui/use-form-action";

/** What prevented the action; null if nothing did. */
export type Outcome = { problem: string | null };

type Answer = Outcome | undefined;

type Action<Result> = (before: Answer, form: FormData) => Promise<Result>;

export type ButtonAction = Action<Outcome> | Action<void>;

/**
 * A form with only a button. Shows in place what prevented the action, also when the server does not answer.
 */
export function ButtonForm({
  action,
  ...rest
}: Omit<ComponentProps<"form">, "action"> & { action: ButtonAction }) {
  return <AnsweredForm {...useOutcome(action)} {...rest} />;
}

/** The outcome of the last press, and the properties for the button's form. */
export function useOutcome(action: ButtonAction) {
  const says = (problem: string) => ({ problem });
  const [answer, submit] = useAnswer<Answer>(action as Action<Answer>, undefined, says, { asked: "button" });
  return { answer, ...submit };
}

type Props = ComponentProps<"form"> & { answer: Answer };

/** As `ButtonForm`, for callers that need the answer themselves. */
export function AnsweredForm({ answer, children, ...rest }: Props) {
  return (
    <form {...rest}>
      {answer?.problem && (
        <div className="mb-3">
          <FormAlert state={answer}>{answer.problem}</FormAlert>
        </div>
      )}
      {children}
    </form>
  );
}
