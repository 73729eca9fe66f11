"use client";

import Link from "next/link";
import { EmailStatusBadge } from "@/app/_components/email-status-badge";
import { AddressText } from "@/app/_components/ui/address-text";
import { Td } from "@/app/_components/ui/table";
import type { MemberRow } from "@/lib/members/queries";

type Row = Pick<MemberRow, "id" | "email" | "emailStatus" | "city"> & { name: string };

type Props = {
  here: string;
  list: string;
  words: Record<"email" | "status" | "city" | "noAddress", string>;
  rows: readonly Row[];
};

/**
 * The rows of the list. A client component, so that the page carries data and not the markup of each cell
 * twice.
 */
export function MemberRows({ here, list, words, rows }: Props) {
  return (
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          <Td heads className="wrap-anywhere rows:min-w-36">
            <Link href={`${here}/${row.id}${list}`} className="font-semibold" prefetch={false}>
              {row.name}
            </Link>
          </Td>
          <Td label={words.email} className="wrap-anywhere rows:min-w-48">
            {row.email && <AddressText address={row.email} />}
          </Td>
          <Td label={words.status}>
            {row.emailStatus ? (
              <EmailStatusBadge status={row.emailStatus} drawn />
            ) : (
              <span className="text-ink-soft">{words.noAddress}</span>
            )}
          </Td>
          <Td label={words.city}>{row.city}</Td>
        </tr>
      ))}
    </tbody>
  );
}
