"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useLocale } from "next-intl";
import { useEffect, useState } from "react";
import { takeFlash } from "@/app/_components/frame/actions";
import { FLASH_COOKIE } from "@/app/_components/frame/flash-cookie";
import { FormAlert } from "@/app/_components/ui/form-alert";

/**
 * Shows the notice of an action above the page, and moves the focus there. It disappears when the person goes
 * to another page or does something else.
 *
 * @param arrived the notice that came in the markup of the page, as it does without scripts.
 */
export function Flash({ arrived }: { arrived: string | null }) {
  const path = usePathname();
  const query = useSearchParams();
  /* Part of the key, because in another language it would be read aloud wrongly. */
  const place = `${useLocale()} ${path}?${query}`;
  const [notice, setNotice] = useState(arrived === null ? null : { text: arrived, place });
  /* After every rendering, because an action may lead back to the same page. */
  useEffect(() => {
    if (!document.cookie.includes(`${FLASH_COOKIE}=`)) return;
    void takeFlash().then((text) => text !== null && setNotice({ text, place }));
  });
  /* "Saved" must not remain above the faults of the next attempt. */
  useEffect(() => {
    const leave = () => setNotice(null);
    document.addEventListener("submit", leave, true);
    return () => document.removeEventListener("submit", leave, true);
  }, []);
  /* It is not shown again when the person comes back. */
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
