import { Clock, MailPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { DateTime } from "@/app/_components/date-time";
import { AddressText } from "@/app/_components/ui/address-text";
import { Badge } from "@/app/_components/ui/badge";
import { ButtonForm } from "@/app/_components/ui/button-form";
import { ConfirmDialog } from "@/app/_components/ui/confirm-dialog";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { Table, Td, Th } from "@/app/_components/ui/table";
import type { InvitedRow } from "@/lib/colleagues/queries";
import { resend, withdraw } from "../actions";
import { RightsText } from "./rights-text";

/** Those who are invited and have not answered. */
export function InvitedTable({
  slug,
  timeZone,
  rows,
}: {
  slug: string;
  timeZone: string;
  rows: InvitedRow[];
}) {
  const t = useTranslations("colleagues");
  return (
    <Table caption={t("invited.title")}>
      <thead>
        <tr>
          <Th>{t("columns.email")}</Th>
          <Th>{t("columns.rights")}</Th>
          <Th>{t("invited.sent")}</Th>
          <Th>
            <span className="sr-only">{t("invited.acts")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ userId, email, rights, sentAt, expired }) => (
          <tr key={userId}>
            <Td heads label={t("columns.email")}>
              <AddressText address={email} />
            </Td>
            <Td label={t("columns.rights")}>
              <span>
                <RightsText rights={rights} />
              </span>
            </Td>
            <Td label={t("invited.sent")}>
              <span className="flex flex-wrap items-center gap-2">
                <DateTime value={sentAt} timeZone={timeZone} />
                {expired ? (
                  <Badge tone="failed" icon={Clock}>
                    {t("invited.expired")}
                  </Badge>
                ) : (
                  <Badge tone="waiting" icon={MailPlus}>
                    {t("invited.waiting")}
                  </Badge>
                )}
              </span>
            </Td>
            <Td>
              <span className="flex flex-wrap gap-2 rows:flex-col rows:items-end">
                <ButtonForm action={resend.bind(null, slug, userId)}>
                  <SubmitButton variant="secondary" pendingText={t("invite.sending")}>
                    {t("invited.resend")}
                    <span className="sr-only"> {email}</span>
                  </SubmitButton>
                </ButtonForm>
                <ConfirmDialog
                  action={withdraw.bind(null, slug, userId)}
                  button={
                    <span>
                      {t("invited.withdraw")}
                      <span className="sr-only"> {email}</span>
                    </span>
                  }
                  title={t("invited.withdrawTitle", { email })}
                  explain={t("invited.withdrawExplain")}
                  confirm={t("invited.withdraw")}
                  pending={t("invited.withdrawing")}
                  cancel={t("cancel")}
                />
              </span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
