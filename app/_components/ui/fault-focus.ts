"use client";

import { type RefObject, useEffect, useRef } from "react";

/** What is to be mended; of a group of choices the one that is chosen. */
const FAULTY = "[aria-invalid]:not([role]), [role=radiogroup][aria-invalid] :checked";

/**
 * Leads to the first field that has a fault, with each new answer to the form: `<form ref={…}>`. A
 * screen reader then speaks the field and its fault.
 *
 * @param state the action's answer; left out where each answer is a page of its own.
 */
export function useFaultFocus(state: unknown = "arrived"): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state) form.current?.querySelector<HTMLElement>(FAULTY)?.focus();
  }, [state]);
  return form;
}
