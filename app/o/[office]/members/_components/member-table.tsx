import { useTranslations } from "next-intl";
import { EmailStatusSymbols } from "@/app/_components/email-status-badge";
import { Table, Th } from "@/app/_components/ui/table";
import type { MemberRow } from "@/lib/members/queries";
import { listName } from "../names";
import { MemberRows } from "./member-rows";

type Props = {
  slug: string;
  /** The list itself, as a query: the cards lead back to it. */
  list: string;
  rows: readonly MemberRow[];
};

/** The cards of a page of the list. */
export function MemberTable({ slug, list, rows }: Props) {
  const t = useTranslations("members");
  const words = { email: t("columns.email"), status: t("columns.status"), city: t("columns.city") };
  return (
    <>
      <EmailStatusSymbols of={rows.flatMap(({ emailStatus }) => emailStatus ?? [])} />
      <Table caption={t("title")}>
        <thead>
          <tr>
            <Th>{t("columns.name")}</Th>
            <Th>{words.email}</Th>
            <Th>{words.status}</Th>
            <Th>{words.city}</Th>
          </tr>
        </thead>
        <MemberRows
          here={`/o/${slug}/members`}
          list={list}
          words={{ ...words, noAddress: t("noAddress") }}
          rows={rows.map((row) => ({
            id: row.id,
            name: listName(row) || row.email || t("nameless"),
            email: row.email,
            emailStatus: row.emailStatus,
            city: row.city,
          }))}
        />
      </Table>
    </>
  );
}
