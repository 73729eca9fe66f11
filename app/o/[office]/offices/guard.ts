import { type Stopped, stayingIn } from "@/app/_edge/action";
import { translate } from "@/app/_edge/translate";
import { type InOffice, requireHeadOffice } from "@/lib/auth/require-office";

/** First line of every page of a head office about its member offices, and of every action without a form. */
export function headOfficeGuard(slug: string): Promise<InOffice> {
  return translate(() => requireHeadOffice(slug));
}

/** First line of an action that a form calls in which something was typed. */
export function headOfficeFormGuard(slug: string): Promise<InOffice | Stopped> {
  return stayingIn(() => requireHeadOffice(slug));
}
