import Link from "next/link";
import { useTranslations } from "next-intl";
import { DateTime } from "@/app/_components/date-time";
import { Alert } from "@/app/_components/ui/alert";
import type { InvitedRow } from "@/lib/colleagues/queries";

type Props = { slug: string; timeZone: string; invited: InvitedRow[] };

/** Says that a member office has no administrator of its own, and who has been invited. */
export function NoAdministrator({ slug, timeZone, invited }: Props) {
  const t = useTranslations("offices");
  const asked = invited.filter(({ rights }) => rights.role === "administrator");
  if (asked.length === 0) {
    return (
      <Alert tone="warning" className="mb-6">
        {t("noAdministratorExplain")}
      </Alert>
    );
  }
  return (
    <Alert tone={asked.every(({ expired }) => expired) ? "warning" : "info"} className="mb-6">
      <p>{t("invited.none")}</p>
      {asked.map(({ userId, email, sentAt, expired }) => (
        <p key={userId} className="wrap-anywhere">
          {expired
            ? t("invited.expired", { email })
            : t.rich("invited.waiting", {
                email,
                when: () => <DateTime value={sentAt} timeZone={timeZone} dateOnly />,
              })}
        </p>
      ))}
      <Link href={`/o/${slug}/colleagues`} className="inline-flex min-h-11 items-center">
        {t("invited.list")}
      </Link>
    </Alert>
  );
}
