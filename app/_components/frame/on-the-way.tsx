"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

/** Milliseconds after which a page that is loading is mentioned. */
const SOON = 700;

/**
 * Says that a page is loading, once it takes a while: when scripts fetch a page, the browser itself shows
 * nothing.
 */
export function OnTheWay() {
  const t = useTranslations("frame");
  const path = usePathname();
  const query = useSearchParams();
  const here = `${path}?${query}`;
  const [left, setLeft] = useState<string | null>(null);
  const [late, setLate] = useState(false);
  const waits = left === here;
  if (left !== null && !waits) setLeft(null);
  useEffect(() => {
    /* On the window, so that it runs after the link's own handler, which prevents the browser's
       navigation. */
    const followed = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || !event.defaultPrevented) return;
      const { origin, pathname, search } = new URL(link.href);
      const elsewhere = pathname !== location.pathname || search !== location.search;
      if (origin === location.origin && elsewhere) setLeft(here);
    };
    window.addEventListener("click", followed);
    return () => window.removeEventListener("click", followed);
  }, [here]);
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(() => setLate(true), SOON);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [waits]);
  return (
    <p role="status" className="fixed inset-x-0 top-0 z-50">
      {waits && late && (
        <span className="block bg-accent px-4 py-1 text-center text-on-accent text-sm">{t("onTheWay")}</span>
      )}
    </p>
  );
}
