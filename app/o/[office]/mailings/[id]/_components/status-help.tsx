import { useTranslations } from "next-intl";
import { StatusBadge } from "@/app/_components/status-badge";
import type { MessageStatus } from "@/lib/messages/facts";
import { unbroken } from "../../unbroken";

/** What the statuses on this page mean, for those who ask. */
export function StatusHelp({ statuses }: { statuses: MessageStatus[] }) {
  const t = useTranslations();
  if (statuses.length === 0) return null;
  return (
    <details className="mt-6 rounded-lg border border-line bg-card px-4 sm:px-6">
      <summary className="min-h-11 cursor-pointer py-2.5 font-semibold text-accent">
        {t("results.help")}
      </summary>
      <dl className="space-y-3 pt-2 pb-5">
        {statuses.map((status) => (
          <div key={status} className="gap-4 sm:grid sm:grid-cols-[15rem_minmax(0,1fr)]">
            <dt>
              <StatusBadge status={status} />
            </dt>
            <dd className="max-w-prose max-sm:mt-1">{unbroken(t(`messageStatusHelp.${status}`))}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
