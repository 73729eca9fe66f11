import { useEffect, useRef } from "react";

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
      if (!pressed.current || document.activeElement !== document.body) return;
      const heading = document.querySelector("h1");
      heading?.setAttribute("tabindex", "-1");
      heading?.focus();
    };
  }, []);
  return () => {
    pressed.current = true;
  };
}
