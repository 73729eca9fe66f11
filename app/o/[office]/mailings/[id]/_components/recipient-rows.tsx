"use client";

import Link from "next/link";
import { DateTime } from "@/app/_components/date-time";
import { StatusBadge } from "@/app/_components/status-badge";
import { AddressText } from "@/app/_components/ui/address-text";
import { Td } from "@/app/_components/ui/table";
import type { Recipient } from "@/lib/messages/queries";

type Row = Pick<Recipient, "id" | "name" | "address" | "status" | "delivered" | "statusAt"> & {
  /** In words. */
  reason: string;
};

type Props = {
  here: string;
  /** The list itself, as a query: the messages lead back to it. */
  list: string;
  timeZone: string;
  words: Record<"erased" | "erasedAddress", string>;
  rows: Row[];
};

/**
 * The rows of the recipients. A client component, so that the page carries data and not the markup of each
 * cell twice.
 */
export function RecipientRows({ here, list, timeZone, words, rows }: Props) {
  return (
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          <Td heads className="wrap-anywhere cards:w-full">
            <Link href={`${here}/${row.id}${list}`} className="font-semibold" prefetch={false}>
              {row.name || words.erased}
            </Link>
            <span className="block break-words text-ink-soft text-sm rows:w-44 roomy:w-60">
              {row.name && <AddressText address={row.address || words.erasedAddress} />}
            </span>
          </Td>
          <Td>
            <StatusBadge status={row.status} delivered={row.delivered} drawn />
          </Td>
          <Td className="cards:order-last cards:w-full">{row.reason}</Td>
          <Td className="roomy:whitespace-nowrap cards:text-ink-soft cards:text-sm">
            <DateTime value={row.statusAt} timeZone={timeZone} />
          </Td>
        </tr>
      ))}
    </tbody>
  );
}
