import { MailPlus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ClientTexts } from "@/app/_components/client-texts";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Pagination } from "@/app/_components/ui/pagination";
import { pageGuard } from "@/app/_edge/page";
import { instantPlaceSchema } from "@/lib/db/instant-place";
import { withOffice } from "@/lib/db/tenant";
import { listMailings } from "@/lib/mailings/queries";
import { ConfirmationRequestButton } from "./_components/confirmation-request-button";
import { KeepFresh } from "./_components/keep-fresh";
import { MailingTable } from "./_components/mailing-table";
import { confirmHref } from "./confirm/href";
import { refreshEvery } from "./movement";

type Props = {
  params: Promise<{ office: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mailings");
  return { title: t("title") };
}

export default async function MailingsPage({ params, searchParams }: Props) {
  const { office: slug } = await params;
  const { office, rights } = await pageGuard(slug, { program: "mailings", right: "read" });
  const query = await searchParams;
  const after = instantPlaceSchema.safeParse(query.after).data;
  const before = instantPlaceSchema.safeParse(query.before).data;
  const page = await withOffice(office.id, (tx) => listMailings(tx, office.id, { after, before }));
  const t = await getTranslations("mailings");
  const mayWrite = rights.mailings === "write";
  const actions = mayWrite && (
    <>
      <ConfirmationRequestButton slug={slug} round="first" className="max-sm:w-full" />
      <LinkButton href={`/o/${slug}/mailings/new`} className="max-sm:-order-1 max-sm:w-full">
        {t("new")}
      </LinkButton>
    </>
  );
  if (page.rows.length === 0) {
    return (
      <>
        <PageHeader title={t("title")} />
        <EmptyState
          icon={MailPlus}
          title={t("empty.title")}
          action={
            mayWrite && (
              <>
                <ConfirmationRequestButton slug={slug} round="first" variant="primary" />
                <LinkButton variant="secondary" href={`/o/${slug}/mailings/new`}>
                  {t("new")}
                </LinkButton>
              </>
            )
          }
        >
          {t(mayWrite ? "empty.explain" : "empty.readOnly")}
        </EmptyState>
      </>
    );
  }
  const now = new Date();
  const held = office.hold !== null;
  const paces = page.rows.map((mailing) => refreshEvery(mailing, { asking: false, held, now }) ?? Infinity);
  const seconds = Math.max(3, Math.min(...paces));
  const at = (name: string, place: string | undefined) =>
    place && `/o/${slug}/mailings?${new URLSearchParams({ [name]: place })}`;
  return (
    <>
      <PageHeader title={t("title")} actions={actions}>
        {mayWrite && (
          <p className="flex flex-wrap items-center gap-x-2">
            {t("unanswered")}
            <Link href={confirmHref(slug, "again", {})} className="inline-flex min-h-11 items-center">
              {t("askAgain")}
            </Link>
          </p>
        )}
      </PageHeader>
      <ClientTexts of={["mailingState"]}>
        <MailingTable slug={slug} timeZone={office.timeZone} rows={page.rows} />
      </ClientTexts>
      <Pagination previous={at("before", page.previous)} next={at("after", page.next)} />
      <KeepFresh seconds={Number.isFinite(seconds) ? seconds : null} />
    </>
  );
}
