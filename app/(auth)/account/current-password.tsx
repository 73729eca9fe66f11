import { useTranslations } from "next-intl";
import { TextField } from "@/app/_components/ui/field";

/** The password again, before what an open computer must not be enough for. */
export function CurrentPassword({ error }: { error: string | undefined }) {
  const t = useTranslations("account");
  return (
    <TextField
      label={t("currentPassword")}
      hint={t("currentHint")}
      error={error}
      name="current"
      type="password"
      autoComplete="current-password"
      required
    />
  );
}
