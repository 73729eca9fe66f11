import { translate } from "@/app/_edge/translate";
import { type InOffice, requireOffice } from "@/lib/auth/require-office";
import type { Need } from "@/lib/auth/rights";

/** First line of every action of an office. Next itself has compared `Origin` with the host. */
export function actionGuard(slug: string, need?: Need): Promise<InOffice> {
  return translate(() => requireOffice(slug, need));
}
