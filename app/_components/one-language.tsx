"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/**
 * Has what stands around a page, and stays when one goes on, come anew in the page's language: another one may
 * have been chosen in another tab.
 */
export function OneLanguage({ language }: { language: string }) {
  const router = useRouter();
  useEffect(() => {
    if (document.documentElement.lang !== language) router.refresh();
  }, [language, router]);
  return null;
}
