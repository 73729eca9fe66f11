"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useActionState, useRef } from "react";
import { isAnswer, unanswered } from "@/app/_components/ui/unanswered";
import type { FormState } from "@/app/_edge/form-state";

type Action<State> = (state: Awaited<State>, form: FormData) => State | Promise<State>;

/**
 * React's `useActionState` for a form, which stays as it was filled in where no answer comes: without a
 * network, or once the server runs another version, React would put the page that says that something broke in
 * its place, and what was typed is lost.
 *
 * @param says the part of the form's state that says so.
 * @returns the state, and what the form is to be given.
 */
export function useAnswer<State extends object>(
  action: Action<State>,
  first: Awaited<State>,
  says: (message: string) => Partial<State>,
  permalink?: string,
) {
  const t = useTranslations("errors");
  const failed = useRef(false);
  const ask = async (state: Awaited<State>, form: FormData): Promise<State> => {
    failed.current = false;
    try {
      return await action(state, form);
    } catch (error) {
      if (isAnswer(error)) throw error;
      failed.current = true;
      return { ...state, ...says(t(unanswered(error))) };
    }
  };
  /* In the markup it is the action itself: its address makes the form work without scripts. */
  const inMarkup = typeof window === "undefined";
  const [state, submit] = useActionState<State, FormData>(inMarkup ? action : ask, first, permalink);
  const onReset = (event: FormEvent) => {
    if (failed.current) event.preventDefault();
  };
  return [state, { action: submit, onReset }] as const;
}

/** As `useAnswer`, of the usual state of a form. */
export function useFormAction<State extends FormState>(action: Action<State>, first: Awaited<State>) {
  return useAnswer<State>(
    action,
    first,
    (message) => ({ errors: {}, message, tone: "error" }) as Partial<State>,
  );
}
