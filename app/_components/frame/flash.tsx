"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useLocale } from "next-intl";
import { useEffect, useState } from "react";
import { takeFlash } from "@/app/_components/frame/actions";
import { FLASH_COOKIE } from "@/app/_components/frame/flash-cookie";
import { FormAlert } from "@/app/_components/ui/form-alert";

/**
 * Shows, above the page, the notice that an action left for it, and leads there from a button far down
 * the page. It goes when one goes on or does more.
 *
 * @param arrived the notice that came with a whole page, as without scripts.
 */
export function Flash({ arrived }: { arrived: string | null }) {
  const path = usePathname();
  const query = useSearchParams();
  /* In another language it would be read out in the wrong one. */
  const place = `${useLocale()} ${path}?${query}`;
  const [notice, setNotice] = useState(arrived === null ? null : { text: arrived, place });
  /* After every rendering: an action may well lead back to the page that it was called from. */
  useEffect(() => {
    if (!document.cookie.includes(`${FLASH_COOKIE}=`)) return;
    void takeFlash().then((text) => text !== null && setNotice({ text, place }));
  });
  /* "Saved" is not to stand above the faults of the next try. */
  useEffect(() => {
    const leave = () => setNotice(null);
    document.addEventListener("submit", leave, true);
    return () => document.removeEventListener("submit", leave, true);
  }, []);
  /* Nor is it said again to whoever comes back. */
  if (notice && notice.place !== place) setNotice(null);
  if (notice?.place !== place) return null;
  return (
    <div className="mb-6">
      <FormAlert state={notice} tone="success">
        {notice.text}
      </FormAlert>
    </div>
  );
}
