import { useTranslations } from "next-intl";
import { Card } from "@/app/_components/ui/card";
import { ConfirmDialog } from "@/app/_components/ui/confirm-dialog";
import { LinkButton } from "@/app/_components/ui/link-button";

type Props = { remove: () => Promise<void>; eraseHref: string; name: string };

/** The two ways to leave the register, and what each leaves behind. */
export function LeaveCard({ remove, eraseHref, name }: Props) {
  const t = useTranslations("members");
  return (
    <Card title={t("person.leave")}>
      <div className="grid gap-5">
        <div>
          <p className="mb-3 max-w-prose">{t("person.leaveDelete")}</p>
          <ConfirmDialog
            action={remove}
            button={t("delete.button")}
            variant="danger"
            title={t("delete.title", { name })}
            explain={t("delete.explain")}
            confirm={t("delete.confirm")}
            pending={t("delete.deleting")}
            cancel={t("delete.cancel")}
          />
        </div>
        <div className="border-line border-t pt-5">
          <p className="mb-3 max-w-prose">{t("person.leaveErase")}</p>
          <LinkButton variant="secondary" href={eraseHref}>
            {t("person.erase")}
          </LinkButton>
        </div>
      </div>
    </Card>
  );
}
