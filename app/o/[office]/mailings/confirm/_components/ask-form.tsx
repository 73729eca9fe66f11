import { useTranslations } from "next-intl";
import { ButtonForm, type Outcome } from "@/app/_components/ui/button-form";
import { LinkButton } from "@/app/_components/ui/link-button";
import { SubmitButton } from "@/app/_components/ui/submit-button";

type Props = { action: () => Promise<Outcome>; back: string; mails: number };

/** The button that sends the request. */
export function AskForm({ action, back, mails }: Props) {
  const t = useTranslations("mailings.confirm");
  return (
    <ButtonForm action={action} className="mt-4">
      <div className="flex flex-wrap gap-3">
        <SubmitButton pendingText={t("sending")}>{t("send", { count: mails })}</SubmitButton>
        <LinkButton variant="secondary" href={back}>
          {t("cancel")}
        </LinkButton>
      </div>
    </ButtonForm>
  );
}
