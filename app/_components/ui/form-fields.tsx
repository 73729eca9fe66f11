"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";

/**
 * The fields of a form. They are disabled while the form is being sent: later input would not be saved, and
 * the answer would discard it.
 */
export function FormFields({ children }: { children: ReactNode }) {
  const { pending } = useFormStatus();
  return (
    <div inert={pending} className="contents *:transition-opacity *:delay-300 inert:*:opacity-60">
      {children}
    </div>
  );
}
