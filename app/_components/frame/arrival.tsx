"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { catchFocus } from "@/app/_components/ui/heading-focus";

/**
 * Moves the focus to the title of a page that was loaded by scripts. The link that was followed has gone with
 * the previous page, and a screen reader would otherwise continue at an arbitrary place. If the link is still
 * there it keeps the focus.
 */
export function Arrival() {
  const here = `${usePathname()}?${useSearchParams()}`;
  const arrived = useRef(here);
  useEffect(() => {
    if (arrived.current === here) return;
    arrived.current = here;
    catchFocus();
  }, [here]);
  return null;
}
