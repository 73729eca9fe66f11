import { z } from "zod";
import { headerSafe } from "@/lib/mail/header";

/** Characters of the provider's explanation that are kept. */
const WORDS_LENGTH = 300;

/** A call that was not accepted. */
export type Failed =
  /** To be called again with the same key and body; `after` in seconds, where the provider says. */
  | {
      kind: "retry";
      why: "rate_limited" | "quota" | "concurrent" | "unavailable" | "no_answer";
      after?: number;
    }
  /**
   * A final no. `oneOfMany`: about what a mail contains, or about the size of all together, so that the others of
   * its batch may pass.
   */
  | { kind: "refused"; status: number; name: string; message: string; oneOfMany: boolean }
  /** The key is known with another body: never call with it again. */
  | { kind: "key_conflict" };

/** Text that the database accepts: it refuses NUL and lone surrogates in JSON. */
const words = z
  .string()
  .transform((text) => Array.from(headerSafe(text)).slice(0, WORDS_LENGTH).join(""))
  .catch("");

const errorSchema = z
  .object({
    statusCode: z.number().nullable().catch(null),
    name: words,
    message: words,
  })
  .catch({ statusCode: null, name: "", message: "" });

/** The SDK's name for an answer that is not JSON: it comes from a gateway in between, not from the provider. */
const NOT_JSON = "application_error";

type Answer = { data: unknown; error: unknown; headers: Record<string, string> | null };

/**
 * Why a call failed, by its status; without one the mails may have gone out all the same.
 *
 * @returns null when it did not fail.
 */
export function failureOf({ data, error, headers }: Answer): Failed | null {
  if (!error && data) return null;
  const { statusCode: status, name, message } = errorSchema.parse(error ?? {});
  const after = secondsToWait(headers);
  if (status === null || status === 408) return { kind: "retry", why: "no_answer", ...after };
  if (status === 429) {
    return { kind: "retry", why: name.endsWith("quota_exceeded") ? "quota" : "rate_limited", ...after };
  }
  const tooLarge = status === 413;
  if (status >= 500 || (name === NOT_JSON && !tooLarge))
    return { kind: "retry", why: "unavailable", ...after };
  if (status === 409 && name === "concurrent_idempotent_requests") {
    return { kind: "retry", why: "concurrent", ...after };
  }
  if (status === 409 && name === "invalid_idempotent_request") return { kind: "key_conflict" };
  const oneOfMany = status === 400 || status === 422 || tooLarge;
  return { kind: "refused", status, name, message, oneOfMany };
}

/** Longest pause in seconds: `retry-after` may be a date, or nonsense. */
const LONGEST = 24 * 3600;

function secondsToWait(headers: Record<string, string> | null): { after?: number } {
  const seconds = Number.parseFloat(headers?.["retry-after"] ?? headers?.["ratelimit-reset"] ?? "");
  return Number.isFinite(seconds) && seconds >= 0 ? { after: Math.min(seconds, LONGEST) } : {};
}
