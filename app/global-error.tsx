"use client";

import "@/app/globals.css";
import { lazy, Suspense } from "react";
import type { BrokenProps } from "@/app/_components/refusals/broken";

/* It carries the texts of all languages, and this file goes with every page. */
const BrokenFrame = lazy(() => import("@/app/_components/refusals/broken-frame"));

/** Stands in for the whole page when the root layout fails. */
export default function BrokenFramePage(props: BrokenProps) {
  return (
    <html lang="sv">
      <body className="font-sans">
        <Suspense>
          <BrokenFrame {...props} />
        </Suspense>
      </body>
    </html>
  );
}
