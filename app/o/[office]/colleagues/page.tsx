import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Pagination } from "@/app/_components/ui/pagination";
import { pageGuard } from "@/app/_edge/page";
import { listColleagues, listInvited } from "@/lib/colleagues/queries";
import { ColleagueTable } from "./_components/colleague-table";
import { InvitedTable } from "./_components/invited-table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("colleagues");
  return { title: t("title") };
}

/** With which row each of the two lists begins. */
const placesSchema = z.object({ from: z.uuid().catch(""), invited: z.uuid().catch("") });

type Props = {
  params: Promise<{ office: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ColleaguesPage({ params, searchParams }: Props) {
  const { office: slug } = await params;
  const { office, user } = await pageGuard(slug, { administrator: true });
  const places = placesSchema.parse(await searchParams);
  const [colleagues, invited] = await Promise.all([
    listColleagues(office.id, places.from),
    listInvited(office.id, places.invited),
  ]);
  /* Each list keeps its place while the other is leafed through. */
  const at = (list: keyof typeof places, place: string | undefined) => {
    const query = Object.entries({ ...places, [list]: place ?? "" }).filter(([, from]) => from !== "");
    return place && `/o/${slug}/colleagues?${new URLSearchParams(query)}`;
  };
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
      {colleagues.rows.length > 0 ? (
        <>
          <ColleagueTable slug={slug} rows={colleagues.rows} you={user.id} />
          <Pagination previous={at("from", colleagues.previous)} next={at("from", colleagues.next)} />
        </>
      ) : (
        <p className="text-ink-soft">{t("none")}</p>
      )}
      {invited.rows.length > 0 && (
        <section className="mt-8">
          <h2 className="mb-3 font-bold text-xl">{t("invited.title")}</h2>
          <InvitedTable slug={slug} timeZone={office.timeZone} rows={invited.rows} />
          <Pagination previous={at("invited", invited.previous)} next={at("invited", invited.next)} />
        </section>
      )}
    </>
  );
}
