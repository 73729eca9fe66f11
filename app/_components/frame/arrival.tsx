"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { catchFocus } from "@/app/_components/ui/heading-focus";

/**
 * Leads to the title of a page that scripts have fetched, as the link that was followed has gone with the
 * page before: a screen reader would go on reading from anywhere. A link that is still there keeps the focus.
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
