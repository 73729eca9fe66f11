"use client";

import type { ComponentProps } from "react";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { useAnswer } from "@/app/_components/ui/use-form-action";

/** What kept it from being done; null or nothing where nothing did. */
export type Outcome = { problem: string | null };

type Answer = Outcome | undefined;

type Action<Result> = (before: Answer, form: FormData) => Promise<Result>;

export type ButtonAction = Action<Outcome> | Action<void>;

/** A form with nothing to type in. What keeps it from being done is said in place, also where no answer comes. */
export function ButtonForm({
  action,
  ...rest
}: Omit<ComponentProps<"form">, "action"> & { action: ButtonAction }) {
  return <AnsweredForm {...useOutcome(action)} {...rest} />;
}

/** What has become of a press, and what the form of its button is to be given. */
export function useOutcome(action: ButtonAction) {
  const says = (problem: string) => ({ problem });
  const [answer, submit] = useAnswer<Answer>(action as Action<Answer>, undefined, says, { asked: "button" });
  return { answer, ...submit };
}

type Props = ComponentProps<"form"> & { answer: Answer };

/** As `ButtonForm`, where more than the form itself hangs on the answer. */
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
