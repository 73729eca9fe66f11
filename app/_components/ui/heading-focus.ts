import { useEffect, useRef } from "react";

/** Leads to the page's title where the focus has fallen out of the page, which stays where it is. */
export function catchFocus(): void {
  if (document.activeElement !== document.body) return;
  const heading = document.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/**
 * Leads to the page's title when a button goes away with what it has done: the focus would fall out of
 * the page.
 *
 * @returns to be called when the button is pressed.
 */
export function useHeadingFocus(): () => void {
  const pressed = useRef(false);
  useEffect(() => {
    return () => {
      if (pressed.current) catchFocus();
    };
  }, []);
  return () => {
    pressed.current = true;
  };
}
