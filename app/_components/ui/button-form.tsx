"use client";

import { type ComponentProps, useActionState } from "react";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { useAnswered } from "@/app/_components/ui/use-answered";

/** What kept it from being done; null or nothing where nothing did. */
export type Outcome = { problem: string | null };

type Answer = Outcome | undefined;

type Action<Result> = (before: Answer, form: FormData) => Promise<Result>;

type Props = Omit<ComponentProps<"form">, "action"> & { action: Action<Outcome> | Action<void> };

/** A form with nothing to type in. What keeps it from being done is said in place, also where no answer comes. */
export function ButtonForm({ action, children, ...rest }: Props) {
  const answered = useAnswered();
  const ask = async (before: Answer, form: FormData): Promise<Answer> => {
    let answer: Answer;
    const problem = await answered(async () => {
      answer = (await action(before, form)) ?? undefined;
    });
    return problem === null ? answer : { problem };
  };
  /* In the markup it is the action itself: its address makes the form work without scripts. */
  const inMarkup = typeof window === "undefined";
  const [answer, submit] = useActionState(inMarkup ? (action as typeof ask) : ask, undefined);
  return (
    <form action={submit} {...rest}>
      {answer?.problem && (
        <div className="mb-3">
          <FormAlert state={answer}>{answer.problem}</FormAlert>
        </div>
      )}
      {children}
    </form>
  );
}
