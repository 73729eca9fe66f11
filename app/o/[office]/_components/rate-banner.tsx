import { useTranslations } from "next-intl";
import { Alert } from "@/app/_components/ui/alert";
import type { EnteredOffice } from "@/lib/offices/find";
import { LEAST } from "@/lib/rates/level";
import { RateTodo, RateWords } from "./rate-words";

/**
 * For administrators, while their rates are near the provider's limits: a line that unfolds, as it stands above
 * every page and the whole of it fills a phone's screen.
 */
export function RateBanner({ office }: { office: EnteredOffice }) {
  const t = useTranslations("frame.rates");
  const warning = office.rateWarning;
  if (!warning) return null;
  return (
    <Alert tone="warning" className="mb-6">
      <details>
        <summary className="-my-2.5 cursor-pointer py-2.5 font-bold">
          {t("title", { kind: warning.kind })}
        </summary>
        <div className="mt-2">
          <RateWords warning={warning} />
          <p className="mt-2">{t("meaning", { kind: warning.kind, least: LEAST[warning.kind] })}</p>
          <RateTodo slug={office.slug} kind={warning.kind} />
        </div>
      </details>
    </Alert>
  );
}
