import { emailStatus } from "@/lib/db/schema/statuses";

/** E-mail status of a card; the codes of the database, in their order. */
export const EMAIL_STATUSES = emailStatus.enumValues;

export type EmailStatus = (typeof EMAIL_STATUSES)[number];

export type Problem = Extract<EmailStatus, `problem_${string}`>;

/** The statuses with which a card is never sent to. */
export const PROBLEMS: readonly Problem[] = EMAIL_STATUSES.filter(isProblem);

/** True if a card with this status is never sent to. */
export function isProblem(status: EmailStatus | null): status is Problem {
  return status?.startsWith("problem_") ?? false;
}
