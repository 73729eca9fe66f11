"use client";

import { useEffect } from "react";

/** Lets a key that is held down press a button or send a form only once. */
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
