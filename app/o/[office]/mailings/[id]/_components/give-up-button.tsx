import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/app/_components/ui/confirm-dialog";
import type { Mailing } from "@/lib/mailings/queries";
import { giveUp } from "../give-up";

type Props = { slug: string; mailing: Pick<Mailing, "id" | "state" | "counts"> };

/** For a mailing that has been sent and can no longer be cancelled: ends its retries. */
export function GiveUpButton({ slug, mailing: { id, state, counts } }: Props) {
  const t = useTranslations("results.giveUp");
  const count = counts.soft_bounced;
  if (state !== "sent" || count === 0) return null;
  return (
    <ConfirmDialog
      action={giveUp.bind(null, slug, id)}
      button={t("button", { count })}
      title={t("title", { count })}
      explain={t("explain")}
      confirm={t("confirm")}
      pending={t("pending")}
      cancel={t("keep")}
    />
  );
}
