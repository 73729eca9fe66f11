import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
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

/** Confirms a change for one of its two addresses. Opening the page changes nothing: link scanners open links. */
export default async function EmailChangePage({ params, searchParams }: Props) {
  const { token } = await params;
  const { done } = await searchParams;
  const change = await readEmailChange(token);
  const t = await getTranslations("auth");
  if (change.state === "open") {
    return (
      <>
        <PageHeader title={t("emailChange.title")}>{t("emailChange.explain", change)}</PageHeader>
        <PostForm action={`/email/${encodeURIComponent(token)}/confirm`}>
          <SubmitButton pendingText={t("emailChange.pending")}>{t("emailChange.button")}</SubmitButton>
        </PostForm>
      </>
    );
  }
  if (change.state === "waiting") {
    return <Told title={t("emailChange.waitingTitle")}>{t("emailChange.waiting", change)}</Told>;
  }
  const shown = done === "yes" ? "done" : done === "taken" ? "taken" : "unknown";
  return <Told title={t(`emailChange.${shown}Title`)}>{t(`emailChange.${shown}`)}</Told>;
}

async function Told({ title, children }: { title: string; children: ReactNode }) {
  const t = await getTranslations("auth");
  return (
    <>
      <PageHeader title={title} />
      <p className="mb-6">{children}</p>
      <LinkButton href="/account">{t("emailChange.toLogin")}</LinkButton>
    </>
  );
}
