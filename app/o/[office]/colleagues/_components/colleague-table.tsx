import Link from "next/link";
import { useTranslations } from "next-intl";
import { AddressText } from "@/app/_components/ui/address-text";
import { Table, Td, Th } from "@/app/_components/ui/table";
import type { ColleagueRow } from "@/lib/colleagues/queries";
import { RightsText } from "./rights-text";

/** Those who belong to the office. */
export function ColleagueTable({ slug, rows, you }: { slug: string; rows: ColleagueRow[]; you: string }) {
  const t = useTranslations("colleagues");
  return (
    <Table caption={t("title")}>
      <thead>
        <tr>
          <Th>{t("columns.name")}</Th>
          <Th>{t("columns.email")}</Th>
          <Th>{t("columns.rights")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ userId, name, email, rights }) => (
          <tr key={userId}>
            <Td heads>
              <Link href={`/o/${slug}/colleagues/${userId}`} className="font-semibold">
                {name || email}
              </Link>
              {userId === you && <span className="ml-1 text-ink-soft">{t("you")}</span>}
            </Td>
            <Td label={t("columns.email")} className="wrap-anywhere">
              <AddressText address={email} />
            </Td>
            <Td label={t("columns.rights")}>
              <span>
                <RightsText rights={rights} />
              </span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
