import type { ReactNode } from "react";

/** A page without the frame of an office. */
export function PlainPage({ children }: { children: ReactNode }) {
  return <main className="mx-auto max-w-2xl px-4 py-16">{children}</main>;
}
