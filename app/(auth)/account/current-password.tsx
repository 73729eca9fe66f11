import { useTranslations } from "next-intl";
import { PasswordField } from "@/app/_components/ui/password-field";

/**
 * A field for the present password, required before changes for which an unattended computer must not be
 * enough.
 */
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
