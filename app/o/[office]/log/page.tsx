import { Download, History, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { buttonStyle } from "@/app/_components/ui/button-style";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Pagination } from "@/app/_components/ui/pagination";
import { pageGuard } from "@/app/_edge/page";
import { withOffice } from "@/lib/db/tenant";
import { isBackward } from "@/lib/log-book/input";
import { listLog } from "@/lib/log-book/queries";
import { narrowedTitle } from "../narrowed-title";
import { LogFilter } from "./_components/log-filter";
import { LogTable } from "./_components/log-table";
import { filterOf, logQuery, placeOf } from "./view";

type Props = {
  params: Promise<{ office: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { search, kind } = filterOf(await searchParams);
  const t = await getTranslations("log");
  return { title: narrowedTitle(t("title"), search, kind && t(`kinds.${kind}`)) };
}

export default async function LogPage({ params, searchParams }: Props) {
  const { office: slug } = await params;
  const { office } = await pageGuard(slug, { administrator: true });
  const query = await searchParams;
  const filter = filterOf(query);
  const page = await withOffice(office.id, (tx) => listLog(tx, office, filter, placeOf(query)));
  const t = await getTranslations("log");
  const here = `/o/${slug}/log`;
  const narrowed = logQuery(filter) !== "";
  const download = (
    <a href={`${here}/export${logQuery(filter)}`} className={buttonStyle({ variant: "secondary" })}>
      <Download aria-hidden className="size-5" />
      {t("export")}
    </a>
  );
  const at = (name: string, place: string | undefined) => place && here + logQuery(filter, { [name]: place });
  return (
    <>
      <PageHeader title={t("title")} actions={page.rows.length > 0 && download}>
        {t("explain")}
      </PageHeader>
      {(narrowed || page.rows.length > 0) && <LogFilter slug={slug} filter={filter} />}
      {page.rows.length === 0 ? (
        <EmptyState icon={narrowed ? SearchX : History} title={t(narrowed ? "nothing" : "empty")}>
          {t(isBackward(filter) ? "backwardExplain" : narrowed ? "nothingExplain" : "emptyExplain")}
        </EmptyState>
      ) : (
        <>
          <LogTable slug={slug} timeZone={office.timeZone} rows={page.rows} />
          <Pagination previous={at("before", page.previous)} next={at("after", page.next)} />
        </>
      )}
    </>
  );
}
