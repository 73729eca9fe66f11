import { useTranslations } from "next-intl";
import { TextField } from "@/app/_components/ui/field";
import { PostForm } from "@/app/_components/ui/post-form";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { NewPassword } from "../../_components/new-password";

type Props = { action: string; email: string; name: string; faults: Partial<Record<string, string>> };

export function ActivateForm({ action, email, name, faults }: Props) {
  const t = useTranslations("auth.activate");
  return (
    <PostForm action={action} className="space-y-5">
      <TextField
        label={t("name")}
        hint={t("nameHint")}
        error={faults.name}
        name="name"
        autoComplete="name"
        defaultValue={name}
        required
      />
      <NewPassword username={email} error={faults.password} />
      <SubmitButton pendingText={t("pending")}>{t("button")}</SubmitButton>
    </PostForm>
  );
}
