"use client";

import { type RefObject, useEffect, useRef } from "react";

/** Fields with a fault; in a group of choices the one that is chosen. */
const FAULTY = "[aria-invalid]:not([role]), [role=radiogroup][aria-invalid] :checked";

/**
 * Moves the focus to the first field with a fault after each answer to the form: `<form ref={…}>`. A screen
 * reader then reads the field and its fault.
 *
 * @param state the action's answer; left out if each answer is a new page.
 */
export function useFaultFocus(state: unknown = "arrived"): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state) form.current?.querySelector<HTMLElement>(FAULTY)?.focus();
  }, [state]);
  return form;
}
