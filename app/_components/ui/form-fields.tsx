"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";

/**
 * The fields of a form. They take nothing while it is on its way: it would not be with what is saved, and its
 * answer would take it away.
 */
export function FormFields({ children }: { children: ReactNode }) {
  const { pending } = useFormStatus();
  return (
    <div inert={pending} className="contents *:transition-opacity *:delay-300 inert:*:opacity-60">
      {children}
    </div>
  );
}
