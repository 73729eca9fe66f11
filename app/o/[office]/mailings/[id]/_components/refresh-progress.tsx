import { useLocale, useTranslations } from "next-intl";
import { ProgressBar } from "@/app/_components/ui/progress-bar";
import { formatDateTime } from "@/lib/i18n/format";
import type { Refresh } from "@/lib/messages/refresh";
import { unbroken } from "../../unbroken";

type Props = {
  refresh: Refresh | null;
  timeZone: string;
  /** The provider knows nothing of it any more. */
  tooOld: boolean;
};

/** How far "Uppdatera resultat" has come, or what came of it; what it is, before the first time. */
export function RefreshProgress({ refresh, timeZone, tooOld }: Props) {
  const t = useTranslations("results.refresh");
  const language = useLocale();
  const words = () => {
    if (!refresh) return unbroken(t("hint"));
    const { total, changed, finishedAt, failure } = refresh;
    if (!finishedAt) return null;
    const date = formatDateTime(finishedAt, { language, timeZone });
    if (failure) return t("unfinished", { date });
    return total === 0 ? t("nothing", { date }) : t("done", { date, changed });
  };
  const asking = refresh !== null && refresh.finishedAt === null;
  return (
    <>
      {asking && (
        <ProgressBar
          label={t("asking", { asked: refresh.asked, total: refresh.total ?? 0 })}
          max={Math.max(refresh.total ?? 0, 1)}
          parts={[{ tone: "underway", value: refresh.asked }]}
        />
      )}
      {/* Always present: screen readers may not announce text in a new live region. */}
      <p className="max-w-prose text-ink-soft text-sm" role="status">
        {words()} {tooOld && !asking && t("tooOld")}
      </p>
    </>
  );
}
