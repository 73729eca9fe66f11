import { useEffect, useRef } from "react";

/** Moves the focus to the page's title if it has been lost, without scrolling. */
export function catchFocus(): void {
  if (document.activeElement !== document.body) return;
  const heading = document.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/**
 * Moves the focus to the page's title when the pressed button disappears with its outcome, so that the focus
 * is not lost.
 *
 * @returns a function to call when the button is pressed.
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
