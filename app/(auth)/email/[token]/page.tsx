import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { PostForm } from "@/app/_components/ui/post-form";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { readEmailChange } from "@/lib/auth/change-email";

type Props = {
  params: Promise<{ token: string }>;
  searchParams: Promise<{ done?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.emailChange");
  return { title: t("title"), referrer: "no-referrer" };
}

/** One of the two addresses says yes. Opening the page changes nothing: link scanners open links. */
export default async function EmailChangePage({ params, searchParams }: Props) {
  const { token } = await params;
  const { done } = await searchParams;
  const { state, oldEmail = "", newEmail = "" } = await readEmailChange(token);
  const t = await getTranslations("auth");
  if (state === "open") {
    return (
      <>
        <PageHeader title={t("emailChange.title")}>
          {t("emailChange.explain", { oldEmail, newEmail })}
        </PageHeader>
        <PostForm action={`/email/${encodeURIComponent(token)}/confirm`}>
          <SubmitButton pendingText={t("emailChange.pending")}>{t("emailChange.button")}</SubmitButton>
        </PostForm>
      </>
    );
  }
  const shown =
    state === "waiting" ? state : done === "yes" ? "done" : done === "taken" ? "taken" : "unknown";
  return (
    <>
      <PageHeader title={t(`emailChange.${shown}Title`)} />
      <p className="mb-6">{t(`emailChange.${shown}`, { oldEmail, newEmail })}</p>
      <LinkButton href="/account">{t("emailChange.toLogin")}</LinkButton>
    </>
  );
}
