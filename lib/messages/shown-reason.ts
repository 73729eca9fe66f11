import { z } from "zod";
import type { MessageStatus } from "@/lib/messages/facts";
import { REASON_CODES, type Reason } from "@/lib/messages/reason";

const reasonSchema = z.object({
  code: z.enum(REASON_CODES),
  detail: z.string().optional(),
  enhanced: z.string().optional(),
  host: z.string().optional(),
});

/** A reason as the database keeps it; null where there is none that we have words for. */
export function readReason(value: unknown): Reason | null {
  const parsed = reasonSchema.safeParse(value);
  if (!parsed.success) return null;
  const { code, detail, enhanced, host } = parsed.data;
  return { code, ...(detail && { detail }), ...(enhanced && { enhanced }), ...(host && { host }) };
}

/** Why a message has its status, as an office may see it: of a blocked address only that it is blocked. */
export function shownReason(status: MessageStatus, value: unknown): Reason | null {
  return status === "blocked" ? { code: "address_blocked" } : readReason(value);
}
