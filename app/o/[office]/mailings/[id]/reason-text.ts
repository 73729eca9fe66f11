import type { Translate } from "@/app/_components/translate";
import type { Language } from "@/lib/i18n/language";
import type { Recipient } from "@/lib/messages/queries";
import { reasonArguments } from "@/lib/messages/reason";
import { ATTEMPTS_AT_MOST } from "@/lib/messages/window";
import { whenOf } from "./when";

type Where = {
  now: Date;
  language: Language;
  timeZone: string;
  /** The mailing is paused or its office held: there is no telling when the next attempt is made. */
  waiting: boolean;
};

/** Why a message has its status, and what comes next: `e-postlådan är full · försök 3 av 8, nästa …`. */
export function reasonText(
  t: Translate,
  { reason, next, attemptCount }: Pick<Recipient, "reason" | "next" | "attemptCount">,
  where: Where,
): string {
  const when = next && whenOf(next.at, where);
  const key = next?.kind === "expire" ? "lastTry" : where.waiting ? "waiting" : "retry";
  const parts = [
    reason && t(`reason.${reason.code}`, reasonArguments(reason)),
    next &&
      when &&
      t(`results.${key}`, {
        number: attemptCount,
        max: ATTEMPTS_AT_MOST,
        when: t(`results.when.${when.key}`, when),
      }),
  ];
  return parts.filter(Boolean).join(" · ");
}
