import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Pagination } from "@/app/_components/ui/pagination";
import { listPage } from "@/app/_edge/list-page";
import { pageGuard } from "@/app/_edge/page";
import { listColleagues } from "@/lib/colleagues/queries";
import { ColleagueTable } from "./_components/colleague-table";
import { InvitedTable } from "./_components/invited-table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("colleagues");
  return { title: t("title") };
}

type Props = {
  params: Promise<{ office: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ColleaguesPage({ params, searchParams }: Props) {
  const { office: slug } = await params;
  const { office, user } = await pageGuard(slug, { administrator: true });
  const { colleagues, invited } = await listColleagues(office.id);
  const page = listPage(colleagues, (await searchParams).from, ({ userId }) => userId);
  const at = (place: string | undefined) =>
    place && `/o/${slug}/colleagues?${new URLSearchParams({ from: place })}`;
  const t = await getTranslations("colleagues");
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={<LinkButton href={`/o/${slug}/colleagues/new`}>{t("invite.button")}</LinkButton>}
      >
        <p>{t("explain")}</p>
        {office.headOffice && <p className="mt-2">{t("above", { office: office.headOffice.name })}</p>}
      </PageHeader>
      {colleagues.length > 0 ? (
        <>
          <ColleagueTable slug={slug} rows={page.rows} you={user.id} />
          <Pagination previous={at(page.previous)} next={at(page.next)} />
        </>
      ) : (
        <p className="text-ink-soft">{t("none")}</p>
      )}
      {invited.length > 0 && (
        <section className="mt-8">
          <h2 className="mb-3 font-bold text-xl">{t("invited.title")}</h2>
          <InvitedTable slug={slug} timeZone={office.timeZone} rows={invited} />
        </section>
      )}
    </>
  );
}
