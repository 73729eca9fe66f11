import Link from "next/link";
import { useTranslations } from "next-intl";
import { EmailStatusBadge } from "@/app/_components/email-status-badge";
import { Table, Td, Th } from "@/app/_components/ui/table";
import type { MemberRow } from "@/lib/members/queries";
import { listName } from "../names";

/** The cards of a page of the list. */
export function MemberTable({ slug, rows }: { slug: string; rows: readonly MemberRow[] }) {
  const t = useTranslations("members");
  return (
    <Table caption={t("title")}>
      <thead>
        <tr>
          <Th>{t("columns.name")}</Th>
          <Th>{t("columns.email")}</Th>
          <Th>{t("columns.status")}</Th>
          <Th>{t("columns.city")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <Td>
              <Link
                href={`/o/${slug}/members/${row.id}`}
                className="inline-flex min-h-11 items-center font-semibold sm:min-h-0"
              >
                {listName(row) || row.email || t("nameless")}
              </Link>
            </Td>
            <Td label={t("columns.email")} className="break-all">
              {row.email}
            </Td>
            <Td label={t("columns.status")}>
              {row.emailStatus ? (
                <EmailStatusBadge status={row.emailStatus} />
              ) : (
                <span className="text-ink-soft">{t("noAddress")}</span>
              )}
            </Td>
            <Td label={t("columns.city")}>{row.city}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
