"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

/**
 * Refreshes the page while something is moving: not while the tab is hidden, never before the last response
 * has arrived, and not while the server cannot be reached, as the browser's error page would replace this
 * one.
 */
export function KeepFresh({ seconds }: { seconds: number | null }) {
  const router = useRouter();
  const [asking, startAsking] = useTransition();
  useEffect(() => {
    if (seconds === null || asking) return;
    const look = () => {
      if (document.visibilityState !== "visible") return;
      startAsking(async () => {
        if (await isThere()) startAsking(() => router.refresh());
      });
    };
    const timer = setInterval(look, seconds * 1000);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [seconds, asking, router]);
  return null;
}

/** Uses the cheapest request there is. */
function isThere(): Promise<boolean> {
  return fetch("/icon.svg", { method: "HEAD", cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
}
