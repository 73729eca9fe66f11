import type { Translate } from "@/app/_components/translate";
import type { MailingView } from "@/lib/mailings/queries";
import type { StatusFilter } from "@/lib/members/audience";

/** The cards of a view in words: `alla medlemmar`, or what they were narrowed to. */
export function viewName(t: Translate, view: Partial<MailingView>): string {
  const parts = [
    view.picked != null && t("mailings.view.picked", { count: view.picked }),
    view.search && t("mailings.view.search", { search: view.search }),
    view.status && t("mailings.view.status", { status: statusName(t, view.status) }),
  ];
  return parts.filter(Boolean).join(", ") || t("mailings.view.everyone");
}

/** What cards are narrowed to by their status, in words. */
export function statusName(t: Translate, status: StatusFilter): string {
  if (status === "problem") return t("compose.recipients.problem");
  if (status === "none") return t("compose.recipients.none");
  return t(`emailStatus.${status}`);
}
