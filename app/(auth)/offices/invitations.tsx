import { useTranslations } from "next-intl";
import { ButtonForm } from "@/app/_components/ui/button-form";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { OwnInvitation } from "@/lib/colleagues/queries";
import { accept, decline } from "./actions";

/** The person's invitations that have not been answered. */
export function Invitations({ invitations }: { invitations: OwnInvitation[] }) {
  const t = useTranslations("auth.offices.invited");
  return (
    <ul className="mb-8 space-y-3 empty:hidden">
      {invitations.map(({ slug, officeName, invitedByName }) => (
        <li key={slug} className="rounded-lg border-2 border-accent bg-card p-4">
          <p className="mb-3">
            {invitedByName
              ? t.rich("by", {
                  name: invitedByName,
                  office: officeName,
                  b: (text) => <strong>{text}</strong>,
                })
              : t.rich("plain", { office: officeName, b: (text) => <strong>{text}</strong> })}
          </p>
          <div className="flex flex-wrap gap-3">
            <ButtonForm action={accept.bind(null, slug)}>
              <SubmitButton pendingText={t("pending")}>{t("accept")}</SubmitButton>
            </ButtonForm>
            <ButtonForm action={decline.bind(null, slug)}>
              <SubmitButton variant="secondary" pendingText={t("pending")}>
                {t("decline")}
              </SubmitButton>
            </ButtonForm>
          </div>
        </li>
      ))}
    </ul>
  );
}
