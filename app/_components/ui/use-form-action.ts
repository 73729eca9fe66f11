"use client";

import { type FormEvent, useActionState, useRef } from "react";
import { type Asked, useAnswered } from "@/app/_components/ui/use-answered";
import type { FormState } from "@/app/_edge/form-state";

type Action<State> = (state: Awaited<State>, form: FormData) => State | Promise<State>;

/**
 * React's `useActionState` for a form, which keeps what was filled in when no answer comes.
 *
 * @param says makes the part of the form's state that reports the failure.
 * @returns the state, and the properties for the form.
 */
export function useAnswer<State extends object | undefined>(
  action: Action<State>,
  first: Awaited<State>,
  says: (message: string) => Partial<State>,
  { asked = "form", permalink }: { asked?: Asked; permalink?: string | undefined } = {},
) {
  const answered = useAnswered(asked);
  const failed = useRef(false);
  const ask = (state: Awaited<State>, form: FormData): Promise<State> => {
    failed.current = false;
    return answered<State>(
      () => action(state, form),
      (message) => {
        failed.current = true;
        return { ...state, ...says(message) };
      },
    );
  };
  /* In the markup it has to be the server action itself, whose address makes the form work without
     scripts. */
  const inMarkup = typeof window === "undefined";
  const [state, submit] = useActionState<State, FormData>(inMarkup ? action : ask, first, permalink);
  const onReset = (event: FormEvent) => {
    if (failed.current) event.preventDefault();
  };
  return [state, { action: submit, onReset }] as const;
}

/** As `useAnswer`, for the usual state of a form. */
export function useFormAction<State extends FormState>(action: Action<State>, first: Awaited<State>) {
  return useAnswer<State>(
    action,
    first,
    (message) => ({ errors: {}, message, tone: "error" }) as Partial<State>,
  );
}
