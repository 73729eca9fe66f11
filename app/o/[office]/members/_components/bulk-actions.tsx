import { useFormatter, useTranslations } from "next-intl";
import { ConfirmDialog } from "@/app/_components/ui/confirm-dialog";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PROBLEMS } from "@/lib/addresses/status";
import type { Audience } from "@/lib/members/audience";
import type { StatusCounts } from "@/lib/members/queries";
import { moveAddresses } from "../actions";
import { queryOf } from "../view";

type Props = { slug: string; view: Audience; counts: StatusCounts; mayWrite: boolean; mayMail: boolean };

/** Actions on all cards of the view. */
export function BulkActions({ slug, view, counts, mayWrite, mayMail }: Props) {
  const t = useTranslations("members");
  const format = useFormatter();
  const count = PROBLEMS.reduce((sum, problem) => sum + counts[problem], 0);
  const numbers = { confirmed: format.number(counts.confirmed), total: format.number(counts.total) };
  const canMail = mayMail && counts.confirmed > 0;
  const canMove = mayWrite && count > 0;
  if (!canMail && !canMove) {
    const why = mayMail && !view.status && t("mailingNone", { total: counts.total });
    return why && <p className="mt-4 max-w-prose text-ink-soft">{why}</p>;
  }
  return (
    <>
      {canMove && (
        <div className="mt-4">
          <ConfirmDialog
            action={moveAddresses.bind(null, slug, view)}
            button={t("move.button", { count })}
            title={t("move.title", { count })}
            explain={t("move.explain")}
            confirm={t("move.confirm")}
            pending={t("move.moving")}
            cancel={t("move.cancel")}
          />
        </div>
      )}
      {canMail && (
        <div className="sticky bottom-0 -mx-4 mt-4 border-line border-t bg-paper px-4 py-3 sm:mx-0 sm:px-0 print:hidden">
          <LinkButton href={`/o/${slug}/mailings/new${queryOf(view)}`}>{t("mailing", numbers)}</LinkButton>
        </div>
      )}
    </>
  );
}
