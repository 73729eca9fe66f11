import { Settings2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { LinkButton } from "@/app/_components/ui/link-button";
import { Table, Td, Th } from "@/app/_components/ui/table";
import type { MemberOffice } from "@/lib/offices/member-offices";

/** The member offices; the name leads in. */
export function OfficeTable({ slug, rows }: { slug: string; rows: MemberOffice[] }) {
  const t = useTranslations("offices");
  return (
    <Table caption={t("title")}>
      <thead>
        <tr>
          <Th>{t("name")}</Th>
          <Th>{t("administrators")}</Th>
          <Th>
            <span className="sr-only">{t("manage")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <Td heads className="rows:align-middle">
              <Link href={`/o/${row.slug}`} className="font-semibold">
                {row.name}
              </Link>
            </Td>
            <Td label={t("administrators")} className="rows:align-middle">
              {row.administrators ||
                t(row.invitedAdministrators > 0 ? "administratorInvited" : "noAdministrator")}
            </Td>
            <Td className="rows:text-right">
              <LinkButton variant="quiet" href={`/o/${slug}/offices/${row.id}`}>
                <Settings2 aria-hidden className="size-5" />
                {t("manage")}
                <span className="sr-only"> {row.name}</span>
              </LinkButton>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
