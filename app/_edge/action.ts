import { notFound } from "next/navigation";
import type { z } from "zod";
import { translate } from "@/app/_edge/translate";
import { type InOffice, requireOffice } from "@/lib/auth/require-office";
import type { Need } from "@/lib/auth/rights";

/** First line of every action of an office. Next itself has compared `Origin` with the host. */
export function actionGuard(slug: string, need?: Need): Promise<InOffice> {
  return translate(() => requireOffice(slug, need));
}

/** An argument of an action. One that no page of ours gives is answered like what does not exist. */
export function argument<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  return parsed.success ? parsed.data : notFound();
}
