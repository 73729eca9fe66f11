import { Building2, ChevronRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { logOut } from "@/app/_components/frame/actions";
import { Alert } from "@/app/_components/ui/alert";
import { Button } from "@/app/_components/ui/button";
import { ButtonForm } from "@/app/_components/ui/button-form";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Pagination } from "@/app/_components/ui/pagination";
import { userGuard } from "@/app/_edge/page";
import { invitationsOf } from "@/lib/colleagues/queries";
import { listOfficesOf } from "@/lib/offices/list";
import { Invitations } from "./invitations";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.offices");
  return { title: t("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function OfficesPage({ searchParams }: Props) {
  const user = await userGuard();
  const { done, from } = await searchParams;
  const [page, invitations] = await Promise.all([listOfficesOf(user.id, from), invitationsOf(user.id)]);
  const { rows: offices, previous, next } = page;
  const [only] = offices;
  const several = offices.length > 1 || previous !== undefined;
  const gone = done === "gone";
  if (only && !several && invitations.length === 0 && !gone) redirect(`/o/${only.slug}`);
  const at = (place: string | undefined) => place && `/offices?${new URLSearchParams({ from: place })}`;
  const t = await getTranslations();
  return (
    <>
      <PageHeader title={t("auth.offices.title")}>{several && t("auth.offices.explain")}</PageHeader>
      {gone && <Alert className="mb-6">{t("auth.offices.invited.gone")}</Alert>}
      <Invitations invitations={invitations} />
      {offices.length === 0 && invitations.length === 0 && (
        <EmptyState icon={Building2} title={t("auth.offices.none")}>
          {t("auth.offices.noneExplain", { email: user.email })}
        </EmptyState>
      )}
      <ul className="space-y-3 empty:hidden">
        {offices.map(({ slug, name, headOffice }) => (
          <li key={slug}>
            <Link
              href={`/o/${slug}`}
              className="flex min-h-16 items-center gap-3 rounded-lg border border-line bg-card px-4 py-3 text-ink no-underline hover:border-accent hover:bg-accent-soft"
            >
              <span className="min-w-0 grow">
                <span className="block break-words font-bold">{name}</span>
                {headOffice && <span className="text-ink-soft text-sm">{headOffice}</span>}
              </span>
              <ChevronRight aria-hidden className="size-5 shrink-0 text-accent" />
            </Link>
          </li>
        ))}
      </ul>
      <Pagination previous={at(previous)} next={at(next)} />
      <div className="mt-8 flex flex-wrap gap-3">
        <LinkButton href="/account" variant="secondary">
          {t("frame.ownLogin")}
        </LinkButton>
        <ButtonForm action={logOut}>
          <Button type="submit" variant="secondary">
            {t("frame.logOut")}
          </Button>
        </ButtonForm>
      </div>
    </>
  );
}
