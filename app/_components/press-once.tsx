"use client";

import { useEffect } from "react";

/** A key that is held down presses a button once, and sends a form once: whoever is slow with the finger means one. */
export function PressOnce() {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const { target } = event;
      const acts = target instanceof HTMLButtonElement || target instanceof HTMLInputElement;
      if (event.repeat && event.key === "Enter" && acts) event.preventDefault();
    };
    document.addEventListener("keydown", pressed, { capture: true });
    return () => document.removeEventListener("keydown", pressed, { capture: true });
  }, []);
  return null;
}
