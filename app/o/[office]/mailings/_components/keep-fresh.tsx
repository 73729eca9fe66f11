"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

/**
 * Asks for the page anew as long as things move: not while nobody looks at it, never before the last
 * answer has come, and not while the server is away, as the browser's own page about that would take its place.
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

/** What costs the server least. */
function isThere(): Promise<boolean> {
  return fetch("/icon.svg", { method: "HEAD", cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
}
