import { Contact, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClientTexts } from "@/app/_components/client-texts";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Pagination } from "@/app/_components/ui/pagination";
import { pageGuard } from "@/app/_edge/page";
import { withOffice } from "@/lib/db/tenant";
import { isEveryone } from "@/lib/members/audience";
import { countMembers, countsOfPage, listMembers } from "@/lib/members/queries";
import { PageSpan } from "../_components/page-span";
import { statusName } from "../mailings/view-name";
import { narrowedTitle } from "../narrowed-title";
import { firstOf } from "../span";
import { BulkActions } from "./_components/bulk-actions";
import { Counted } from "./_components/counted";
import { MemberFilter } from "./_components/member-filter";
import { MemberTable } from "./_components/member-table";
import { listOf, pageOf, queryOf, type SearchParams, viewOf } from "./view";

type Props = { params: Promise<{ office: string }>; searchParams: SearchParams };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { search, status } = viewOf(await searchParams);
  const t = await getTranslations();
  return { title: narrowedTitle(t("members.title"), search, status && statusName(t, status)) };
}

export default async function MembersPage({ params, searchParams }: Props) {
  const { office: slug } = await params;
  const { office, rights } = await pageGuard(slug, { program: "register", right: "read" });
  const query = await searchParams;
  const view = viewOf(query);
  const place = pageOf(query);
  const { page, counts } = await withOffice(office.id, async (tx) => {
    const page = await listMembers(tx, office.id, view, place);
    const counts = countsOfPage(page) ?? (view.search ? null : await countMembers(tx, office.id, view));
    return { page, counts };
  });
  /* Cached, because several parts of the page need the same number. */
  const later = cache(() => withOffice(office.id, (tx) => countMembers(tx, office.id, view)));
  if (page.rows.length === 0 && (place.after || place.before)) redirect(`/o/${slug}/members${queryOf(view)}`);
  const t = await getTranslations("members");
  const list = listOf(query);
  const mayWrite = rights.register === "write";
  const actions = mayWrite && (
    <>
      <LinkButton variant="secondary" href={`/o/${slug}/members/import`}>
        {t("import")}
      </LinkButton>
      <LinkButton href={`/o/${slug}/members/new${list}`}>{t("new")}</LinkButton>
    </>
  );
  if (page.rows.length === 0 && isEveryone(view)) {
    const firstSteps = (
      <>
        <LinkButton variant="secondary" href={`/o/${slug}/members/new`}>
          {t("new")}
        </LinkButton>
        <LinkButton href={`/o/${slug}/members/import`}>{t("empty.import")}</LinkButton>
      </>
    );
    return (
      <>
        <PageHeader title={t("title")} />
        <EmptyState icon={Contact} title={t("empty.title")} action={mayWrite && firstSteps}>
          {t("empty.explain")}
        </EmptyState>
      </>
    );
  }
  const first = firstOf(page, place.before ? "backward" : "forward", query.nth);
  const at = (name: "after" | "before", cursor: string | undefined, nth: number | null) =>
    cursor && `/o/${slug}/members${queryOf(view, { [name]: cursor, nth: nth?.toString() })}`;
  return (
    <>
      <PageHeader title={t("title")} actions={actions} />
      <MemberFilter slug={slug} view={view} />
      <p role="status" className="mb-3 font-semibold">
        <Counted counts={counts} later={later} meanwhile={t("counting")}>
          {({ total, confirmed }) => t("counts", { total, confirmed })}
        </Counted>
      </p>
      {page.rows.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title={t("nothing.title")}
          action={
            <LinkButton variant="secondary" href={`/o/${slug}/members`}>
              {t("nothing.clear")}
            </LinkButton>
          }
        >
          {t("nothing.explain")}
        </EmptyState>
      ) : (
        <>
          <ClientTexts of={["emailStatus"]}>
            <MemberTable slug={slug} list={list} rows={page.rows} />
          </ClientTexts>
          <Pagination
            previous={at("before", page.previous, first)}
            next={at("after", page.next, first && first + page.rows.length - 1)}
          >
            <Counted counts={counts} later={later}>
              {({ total }) => <PageSpan page={page} first={first} total={total} />}
            </Counted>
          </Pagination>
          <Counted counts={counts} later={later}>
            {(counts) => (
              <BulkActions
                slug={slug}
                view={view}
                counts={counts}
                mayWrite={mayWrite}
                mayMail={rights.mailings === "write"}
              />
            )}
          </Counted>
        </>
      )}
    </>
  );
}
