import { useTranslations } from "next-intl";
import { PasswordField } from "@/app/_components/ui/password-field";

/** The password again, before what an open computer must not be enough for. */
export function CurrentPassword({ error }: { error: string | undefined }) {
  const t = useTranslations("account");
  return (
    <PasswordField
      label={t("currentPassword")}
      hint={t("currentHint")}
      error={error}
      name="current"
      autoComplete="current-password"
    />
  );
}
