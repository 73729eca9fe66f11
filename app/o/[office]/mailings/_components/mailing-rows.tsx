"use client";

import Link from "next/link";
import { DateTime } from "@/app/_components/date-time";
import { Td } from "@/app/_components/ui/table";
import type { MailingState } from "@/lib/mailings/state";
import type { ProgressInWords } from "../words";
import { MailingProgress } from "./mailing-progress";
import { MailingStateBadge } from "./mailing-state-badge";

type Row = {
  id: string;
  subject: string;
  /** What kind it is, and whom it is for. */
  about: string;
  state: MailingState;
  progress: ProgressInWords;
  counts: string;
  at: Date;
  by: string;
};

type Props = { here: string; timeZone: string; words: Record<"state" | "when", string>; rows: Row[] };

/**
 * The rows of the mailings. A client component, so that the page carries data and not the markup of each cell
 * twice.
 */
export function MailingRows({ here, timeZone, words, rows }: Props) {
  return (
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          <Td heads className="wrap-anywhere rows:min-w-44">
            <Link href={`${here}/${row.id}`} className="font-semibold" prefetch={false}>
              {row.subject}
            </Link>
            <p className="w-full text-ink-soft text-sm">{row.about}</p>
          </Td>
          <Td label={words.state}>
            <MailingStateBadge state={row.state} drawn />
          </Td>
          <Td className="[&>span]:w-full">
            <MailingProgress {...row.progress} />
            <p className="text-ink-soft text-sm">{row.counts}</p>
          </Td>
          <Td label={words.when} className="roomy:whitespace-nowrap">
            <DateTime value={row.at} timeZone={timeZone} />
            <p className="text-ink-soft text-sm">{row.by}</p>
          </Td>
        </tr>
      ))}
    </tbody>
  );
}
