import { useTranslations } from "next-intl";
import { PostForm } from "@/app/_components/ui/post-form";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { NewPassword } from "../../_components/new-password";

type Props = { action: string; email: string; fault: string | undefined };

export function ResetForm({ action, email, fault }: Props) {
  const t = useTranslations("auth.reset");
  return (
    <PostForm action={action} className="space-y-5">
      <NewPassword username={email} error={fault} />
      <SubmitButton pendingText={t("pending")}>{t("button")}</SubmitButton>
    </PostForm>
  );
}
