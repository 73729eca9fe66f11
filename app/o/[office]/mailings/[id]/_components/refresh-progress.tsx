import { useLocale, useTranslations } from "next-intl";
import { ProgressBar } from "@/app/_components/ui/progress-bar";
import { formatDateTime } from "@/lib/i18n/format";
import type { Refresh } from "@/lib/messages/refresh";
import { unbroken } from "../../unbroken";

/** How far "Uppdatera resultat" has come, or what came of it; what it is, before the first time. */
export function RefreshProgress({ refresh, timeZone }: { refresh: Refresh | null; timeZone: string }) {
  const t = useTranslations("results.refresh");
  const language = useLocale();
  if (!refresh) return <p className="text-ink-soft text-sm">{unbroken(t("hint"))}</p>;
  const { total, asked, changed, finishedAt, failure } = refresh;
  if (!finishedAt) {
    const max = total ?? 0;
    return (
      <ProgressBar
        label={t("asking", { asked, total: max })}
        max={Math.max(max, 1)}
        parts={[{ tone: "underway", value: asked }]}
      />
    );
  }
  const date = formatDateTime(finishedAt, { language, timeZone });
  return (
    <p className="text-ink-soft text-sm" role="status">
      {failure
        ? t("unfinished", { date })
        : total === 0
          ? t("nothing", { date })
          : t("done", { date, changed })}
    </p>
  );
}
