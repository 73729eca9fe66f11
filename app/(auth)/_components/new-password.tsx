import { useTranslations } from "next-intl";
import { PasswordField } from "@/app/_components/ui/password-field";

/** A field for a new password; `username` tells password managers whose it is. */
export function NewPassword({ username, error }: { username: string; error?: string }) {
  const t = useTranslations("auth");
  return (
    <>
      <input type="hidden" name="username" autoComplete="username" value={username} readOnly />
      <PasswordField
        label={t("newPassword")}
        hint={t("passwordHint")}
        error={error}
        name="password"
        autoComplete="new-password"
      />
    </>
  );
}
