"use client";

import { type BrokenProps, BrokenText } from "@/app/_components/refusals/broken";
import { PlainPage } from "@/app/_components/refusals/plain-page";

export default function BrokenPage(props: BrokenProps) {
  return (
    <PlainPage>
      <BrokenText {...props} />
    </PlainPage>
  );
}
