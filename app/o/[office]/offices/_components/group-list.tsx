import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/app/_components/ui/card";
import { LinkButton } from "@/app/_components/ui/link-button";
import type { GroupRow } from "@/lib/groups/queries";

/** The groups of member offices. */
export function GroupList({ slug, rows }: { slug: string; rows: GroupRow[] }) {
  const t = useTranslations("offices.groups");
  const here = `/o/${slug}/offices/groups`;
  return (
    <Card
      className="mt-8"
      title={t("title")}
      actions={
        <LinkButton variant="secondary" href={`${here}/new`}>
          {t("new")}
        </LinkButton>
      }
    >
      <p className="max-w-prose text-ink-soft">{t("explain")}</p>
      <ul className="mt-3 grid gap-1 empty:hidden">
        {rows.map(({ id, name, offices, administrators }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3">
            <Link
              href={`${here}/${id}`}
              className="wrap-anywhere inline-flex min-h-11 items-center font-semibold"
            >
              {name}
            </Link>
            <span className="text-ink-soft">{t("holds", { offices, administrators })}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
