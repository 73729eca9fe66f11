"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { Alert } from "@/app/_components/ui/alert";

type Props = {
  /** The action's answer; with each new one the alert takes the focus. */
  state: unknown;
  tone?: "error" | "success" | "warning" | undefined;
  title?: ReactNode;
  children?: ReactNode;
};

/** The outcome of a form, above its fields. Nothing is shown without `title` and `children`. */
export function FormAlert({ state, tone = "error", title, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef<unknown>(undefined);
  useEffect(() => {
    if (shown.current === state) return;
    shown.current = state;
    box.current?.focus();
  }, [state]);
  if (!title && !children) return null;
  return (
    <Alert ref={box} tabIndex={-1} tone={tone} title={title}>
      {children}
    </Alert>
  );
}
