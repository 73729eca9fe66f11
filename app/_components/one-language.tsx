"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/**
 * Refreshes the frame around a page, which stays during navigation, when the page is in another language: it
 * may have been changed in another tab.
 */
export function OneLanguage({ language }: { language: string }) {
  const router = useRouter();
  useEffect(() => {
    if (document.documentElement.lang !== language) router.refresh();
  }, [language, router]);
  return null;
}
