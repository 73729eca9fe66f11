import Link from "next/link";
import { useTranslations } from "next-intl";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { PasswordField } from "@/app/_components/ui/password-field";
import { PostForm } from "@/app/_components/ui/post-form";
import { SubmitButton } from "@/app/_components/ui/submit-button";

type Props = {
  /** The page to go to afterwards. */
  next: string;
  email: string;
  faults: Partial<Record<string, string>>;
  /** Address and password did not belong together. */
  failed: boolean;
  /** The password had blanks around it; reveals nothing about whether the rest was right. */
  blanks: boolean;
};

export function LoginForm({ next, email, faults, failed, blanks }: Props) {
  const t = useTranslations("auth");
  return (
    <PostForm action="/login/enter" className="space-y-5">
      <input type="hidden" name="next" value={next} />
      {failed && (
        <FormAlert state="failed" title={t("login.wrongTitle")}>
          <p>{t("login.wrong")}</p>
          {blanks && <p className="mt-2">{t("passwordBlanks")}</p>}
        </FormAlert>
      )}
      <TextField
        label={t("email")}
        error={faults.email}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={email}
        required
      />
      <PasswordField
        label={t("password")}
        error={faults.password}
        name="password"
        autoComplete="current-password"
      />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <SubmitButton pendingText={t("login.pending")} className="min-w-[min(10rem,100%)]">
          {t("login.button")}
        </SubmitButton>
        <Link href="/forgot" className="inline-flex min-h-11 items-center">
          {t("login.forgot")}
        </Link>
      </div>
    </PostForm>
  );
}
