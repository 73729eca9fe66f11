import Link from "next/link";
import { useTranslations } from "next-intl";
import { DateTime } from "@/app/_components/date-time";
import { StatusBadge } from "@/app/_components/status-badge";
import { Card } from "@/app/_components/ui/card";
import type { MemberMessage } from "@/lib/messages/queries";
import { reasonArguments } from "@/lib/messages/reason";

type Props = { slug: string; timeZone: string; messages: { rows: MemberMessage[]; more: boolean } };

/** What one card has been sent lately, the newest first. */
export function MemberMessages({ slug, timeZone, messages: { rows, more } }: Props) {
  const t = useTranslations();
  return (
    <Card title={t("results.member.title")}>
      {rows.length === 0 && <p>{t("results.member.none")}</p>}
      <ul className="divide-y divide-line">
        {rows.map(({ id, mailing, status, delivered, reason, statusAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <Link
              href={`/o/${slug}/mailings/${mailing.id}/${id}`}
              prefetch={false}
              className="wrap-anywhere inline-flex min-h-11 items-center font-semibold"
            >
              {mailing.subject || t("mailings.noSubject")}
            </Link>
            <StatusBadge status={status} delivered={delivered} />
            <span className="text-ink-soft text-sm">
              {reason && `${t(`reason.${reason.code}`, reasonArguments(reason))} · `}
              <DateTime value={statusAt} timeZone={timeZone} />
            </span>
          </li>
        ))}
      </ul>
      {more && <p className="text-ink-soft text-sm">{t("results.member.more", { count: rows.length })}</p>}
    </Card>
  );
}
