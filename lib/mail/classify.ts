import { classifyBounce } from "@/lib/mail/bounce";
import type { ProviderEvent } from "@/lib/mail/event";
import { headerSafe } from "@/lib/mail/header";
import type { Fact } from "@/lib/messages/facts";
import type { Reason, ReasonCode } from "@/lib/messages/reason";

export type Classified = { fact: Fact; reason: Reason };

/**
 * The fact that a provider's event states about its attempt. A temporary bounce of a delivered attempt is not
 * treated specially here: the ranks of the facts do that.
 *
 * @returns null for an event that says nothing of a sent mail, or of an unknown type.
 */
export function classify(event: ProviderEvent): Classified | null {
  const host = hostOf(event.recipient);
  switch (event.type) {
    case "email.scheduled":
      return { fact: "queued", reason: { code: "queued" } };
    case "email.sent":
      return { fact: "sent", reason: { code: "sent" } };
    case "email.delivery_delayed":
      return { fact: "deferred", reason: reason("deferred", { host }) };
    case "email.delivered":
      return { fact: "delivered", reason: reason("delivered", { host }) };
    case "email.opened":
      return { fact: "opened", reason: { code: "opened" } };
    case "email.clicked":
      return { fact: "clicked", reason: { code: "clicked" } };
    case "email.complained":
      return { fact: "spam", reason: { code: "complaint" } };
    case "email.suppressed":
      return { fact: "blocked", reason: { code: "address_blocked" } };
    case "email.failed": {
      const code = /quota/i.test(event.failure ?? "") ? "over_quota" : "provider_failed";
      return { fact: "refused", reason: reason(code, { detail: event.failure }) };
    }
    case "email.bounced": {
      const { fact, code, enhanced } = classifyBounce(event.bounce);
      if (fact === "blocked") return { fact, reason: { code } };
      const detail = event.bounce?.diagnostics.join("; ") || event.bounce?.message;
      return { fact, reason: reason(code, { detail, enhanced, host }) };
    }
    default:
      return null;
  }
}

/**
 * The fact that a look-up of a mail at the provider states. `bounced`, `failed` and `canceled` come without a
 * cause: they stay unexplained until an event explains them.
 *
 * @returns null for an unknown word.
 */
export function factOfLookup(lastEvent: string, recipient: string | null = null): Classified | null {
  switch (lastEvent) {
    case "queued":
    case "scheduled":
      return { fact: "queued", reason: { code: "queued" } };
    case "bounced":
    case "failed":
    case "canceled":
      return { fact: "unexplained", reason: reason("unexplained", { host: hostOf(recipient) }) };
    case "sent":
    case "delivery_delayed":
    case "delivered":
    case "opened":
    case "clicked":
    case "complained":
    case "suppressed":
      return classify({ ...NOTHING, type: `email.${lastEvent}`, recipient });
    default:
      return null;
  }
}

const NOTHING: Omit<ProviderEvent, "type" | "recipient"> = {
  occurredAt: null,
  emailId: null,
  attemptId: null,
  bounce: null,
  failure: null,
};

const DETAIL_LENGTH = 300;

type Details = { detail?: string | null | undefined; enhanced?: string | null; host?: string | null };

function reason(code: ReasonCode, { detail, enhanced, host }: Details): Reason {
  const words = Array.from(headerSafe(detail ?? ""))
    .slice(0, DETAIL_LENGTH)
    .join("");
  return {
    code,
    ...(words && { detail: words }),
    ...(enhanced && { enhanced }),
    ...(host && { host }),
  };
}

function hostOf(recipient: string | null): string | null {
  return /@([\p{L}\p{N}.-]{1,253})>?$/u.exec(recipient ?? "")?.[1]?.toLowerCase() ?? null;
}
