import { useLocale, useTranslations } from "next-intl";
import { EmailStatusBadge } from "@/app/_components/email-status-badge";
import { Card } from "@/app/_components/ui/card";
import { ConfirmDialog } from "@/app/_components/ui/confirm-dialog";
import { isProblem } from "@/lib/addresses/status";
import { formatDate } from "@/lib/i18n/format";
import type { Member } from "@/lib/members/queries";
import type { NamedCard } from "@/lib/members/same-address";
import { ConfirmationRequestButton } from "../../mailings/_components/confirmation-request-button";
import { moveCardAddress } from "../actions";
import { CardLinks } from "./card-links";

type Props = {
  slug: string;
  member: Member;
  /** The person answered that the confirmation request was not for them. */
  notMe: boolean;
  /** Other cards with the address: how many, and the first few. */
  sharing: { count: number; cards: NamedCard[] };
  timeZone: string;
  mayWrite: boolean;
  mayMail: boolean;
};

/** The status of the card's address, what it means, and what to do where there is a problem. */
export function EmailSection({ slug, member, notMe, sharing, timeZone, mayWrite, mayMail }: Props) {
  const t = useTranslations("members");
  const help = useTranslations("emailStatusHelp");
  const language = useLocale();
  const { email, emailStatus, emailStatusAt } = member;
  return (
    <Card title={t("emailSection.title")}>
      {email === null || emailStatus === null ? (
        <p className="max-w-prose">{t("emailSection.none")}</p>
      ) : (
        <div className="grid max-w-prose gap-3">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <strong className="break-all">{email}</strong>
            <EmailStatusBadge status={emailStatus} />
            {emailStatusAt && (
              <span className="text-ink-soft">
                {t("emailSection.since", { date: formatDate(emailStatusAt, { language, timeZone }) })}
              </span>
            )}
          </p>
          <p>{notMe ? t("emailSection.notMe") : help(emailStatus)}</p>
          {sharing.count > 0 && (
            <p className="text-ink-soft">
              {t.rich("emailSection.shared", {
                count: sharing.count,
                more: sharing.count - sharing.cards.length,
                cards: () => <CardLinks slug={slug} cards={sharing.cards} />,
              })}
            </p>
          )}
          {mayMail && (emailStatus === "unconfirmed" || emailStatus === "confirmation_requested") && (
            <div>
              <ConfirmationRequestButton
                slug={slug}
                round={emailStatus === "unconfirmed" ? "first" : "again"}
                audience={{ ids: [member.id] }}
              />
            </div>
          )}
          {isProblem(emailStatus) && mayWrite && (
            <>
              <p>{t("emailSection.todo")}</p>
              <div>
                <ConfirmDialog
                  action={moveCardAddress.bind(null, slug, member.id)}
                  button={t("emailSection.move")}
                  title={t("emailSection.moveTitle", { address: email })}
                  explain={t("emailSection.moveExplain")}
                  confirm={t("move.confirm")}
                  pending={t("move.moving")}
                  cancel={t("move.cancel")}
                  replaces
                />
              </div>
            </>
          )}
        </div>
      )}
    </Card>
  );
}
