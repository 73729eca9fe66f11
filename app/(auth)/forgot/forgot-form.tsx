import { useTranslations } from "next-intl";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { PostForm } from "@/app/_components/ui/post-form";
import { SubmitButton } from "@/app/_components/ui/submit-button";

type Props = { email: string; fault: string | undefined };

export function ForgotForm({ email, fault }: Props) {
  const t = useTranslations("auth");
  return (
    <PostForm action="/forgot/send" className="space-y-5">
      <p>{t("forgot.explain")}</p>
      <TextField
        label={t("email")}
        error={fault}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={email}
        required
      />
      <SubmitButton pendingText={t("forgot.pending")}>{t("forgot.button")}</SubmitButton>
    </PostForm>
  );
}

/** What happens next, the same whether somebody has the address. */
export function Asked({ email }: { email: string }) {
  const t = useTranslations("auth");
  return (
    <>
      <FormAlert state="asked" tone="success" title={t("forgot.doneTitle")}>
        {t("forgot.done", { email })}
      </FormAlert>
      <a href="/forgot" className="mt-4 inline-flex min-h-11 items-center">
        {t("forgot.again")}
      </a>
    </>
  );
}
