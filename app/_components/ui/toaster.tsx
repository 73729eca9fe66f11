"use client";

import { Toaster as Sonner } from "sonner";

/** Where short notices appear: `toast.success("…")` from `sonner`. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      theme="system"
      duration={8000}
      closeButton
      toastOptions={{ style: { fontSize: "1rem", fontFamily: "inherit" } }}
    />
  );
}
