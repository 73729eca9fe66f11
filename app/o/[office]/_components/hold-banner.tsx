import { useTranslations } from "next-intl";
import { Alert } from "@/app/_components/ui/alert";
import { env } from "@/lib/env";
import type { EnteredOffice } from "@/lib/offices/find";
import { RateTodo, RateWords } from "./rate-words";

/** On every page of an office that may not send: that it is so, why, and whom to ask. */
export function HoldBanner({ office, administrator }: { office: EnteredOffice; administrator: boolean }) {
  const t = useTranslations("frame.hold");
  const { hold, rateWarning } = office;
  if (!hold) return null;
  const address = env().OPERATOR_EMAIL;
  const suspended = hold.kind === "suspended";
  return (
    <Alert
      tone="warning"
      title={t(suspended ? "suspendedTitle" : "pausedTitle")}
      className="mb-6 break-words"
    >
      {suspended && <p className="whitespace-pre-line">{t("suspended", { reason: hold.reason })}</p>}
      {!suspended && rateWarning && <RateWords warning={rateWarning} />}
      <p className="mt-2">{t(suspended ? "suspendedMeaning" : "pausedMeaning")}</p>
      {!suspended && administrator && rateWarning && <RateTodo slug={office.slug} kind={rateWarning.kind} />}
      <p className="mt-2">
        {address
          ? t.rich("ask", { address, mail: (words) => <a href={`mailto:${address}`}>{words}</a> })
          : t("askOperator")}
      </p>
    </Alert>
  );
}
