import { classifyBounce } from "@/lib/mail/bounce";
import { type Bounce, parseProviderEvent } from "@/lib/mail/event";

/** What is kept of an event after its retention time. */
export type ReducedEvent = {
  type: string;
  created_at: string | null;
  data: {
    email_id: string | null;
    tags: { attempt: string } | Record<string, never>;
    bounce?: Pick<Bounce, "type" | "subType" | "message"> & { diagnosticCode?: [string] };
    failed?: { reason: string };
  };
};

/**
 * The part of a provider's event that its fact and the time line need: type, time, class, enhanced
 * code, and what its words were taken to mean. Addresses, subjects, headers and free text are left out. It
 * still classifies as the whole did.
 *
 * @param payload as the provider posted it.
 */
export function reducedEvent(payload: unknown): ReducedEvent {
  const event = parseProviderEvent(payload);
  const { bounce, failure } = event ?? {};
  const { enhanced, words } = classifyBounce(bounce ?? null);
  return {
    type: event?.type ?? "",
    created_at: event?.occurredAt?.toISOString() ?? null,
    data: {
      email_id: event?.emailId ?? null,
      tags: event?.attemptId ? { attempt: event.attemptId } : {},
      ...(bounce && {
        bounce: {
          type: classOnly(bounce.type),
          subType: classOnly(bounce.subType),
          message: enhanced ?? "",
          ...(words && { diagnosticCode: [words] }),
        },
      }),
      ...(failure && { failed: { reason: /quota/i.test(failure) ? "quota" : "other" } }),
    },
  };
}

/** The provider's word for a class is one or a few words of letters; anything else is free text. */
function classOnly(word: string): string {
  return /^[A-Za-z _-]{1,40}$/.test(word) ? word : "";
}
