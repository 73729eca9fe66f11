import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { PageHeader } from "@/app/_components/ui/page-header";
import { PostForm } from "@/app/_components/ui/post-form";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { safePath } from "@/app/_edge/path";
import { readPending } from "../pending";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.code");
  return { title: t("title") };
}

/** The second step of a login: the password was right. */
export default async function CodePage({ searchParams }: Props) {
  const { next, error } = await searchParams;
  if (!(await readPending())) redirect("/login");
  const t = await getTranslations("auth");
  return (
    <>
      <PageHeader title={t("code.title")} back={{ href: "/login", label: t("toLogin") }}>
        {t("code.explain")}
      </PageHeader>
      <PostForm action="/login/code/enter" className="space-y-5">
        <input type="hidden" name="next" value={safePath(next)} />
        {error !== undefined && (
          <FormAlert state="wrong" title={t("login.wrongTitle")}>
            {t("code.wrong")}
          </FormAlert>
        )}
        <TextField
          label={t("code.code")}
          hint={t("code.hint")}
          name="code"
          inputMode="text"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          autoFocus={error === undefined}
          required
        />
        <SubmitButton pendingText={t("login.pending")} className="min-w-[min(10rem,100%)]">
          {t("code.button")}
        </SubmitButton>
      </PostForm>
    </>
  );
}
