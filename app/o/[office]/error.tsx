"use client";

import { type BrokenProps, BrokenText } from "@/app/_components/refusals/broken";

export default function BrokenOfficePage(props: BrokenProps) {
  return <BrokenText {...props} />;
}
