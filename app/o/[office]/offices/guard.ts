import { translate } from "@/app/_edge/translate";
import { type InOffice, requireHeadOffice } from "@/lib/auth/require-office";

/** First line of every page and action of a head office about its member offices. */
export function headOfficeGuard(slug: string): Promise<InOffice> {
  return translate(() => requireHeadOffice(slug));
}
