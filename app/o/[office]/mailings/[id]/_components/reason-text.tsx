import { useLocale, useTranslations } from "next-intl";
import type { Recipient } from "@/lib/messages/queries";
import { reasonArguments } from "@/lib/messages/reason";
import { ATTEMPTS_AT_MOST } from "@/lib/messages/window";
import { whenOf } from "../when";

type Props = { recipient: Pick<Recipient, "reason" | "next" | "attemptCount">; timeZone: string };

/** Why a message has its status, and what comes next: `brevlådan är full · försök 3 av 8, nästa …`. */
export function ReasonText({ recipient, timeZone }: Props) {
  const t = useTranslations();
  const language = useLocale();
  const { reason, next, attemptCount } = recipient;
  const when = next && whenOf(next.at, { now: new Date(), language, timeZone });
  const parts = [
    reason && t(`reason.${reason.code}`, reasonArguments(reason)),
    next &&
      when &&
      t(next.kind === "retry" ? "results.retry" : "results.lastTry", {
        number: attemptCount,
        max: ATTEMPTS_AT_MOST,
        when: t(`results.when.${when.key}`, when),
      }),
  ];
  return <>{parts.filter(Boolean).join(" · ")}</>;
}
