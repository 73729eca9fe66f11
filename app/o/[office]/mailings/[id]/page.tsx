import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ClientTexts } from "@/app/_components/client-texts";
import { Alert } from "@/app/_components/ui/alert";
import { buttonStyle } from "@/app/_components/ui/button-style";
import { Pagination } from "@/app/_components/ui/pagination";
import { onPage, pageGuard } from "@/app/_edge/page";
import { withOffice } from "@/lib/db/tenant";
import { presentStatuses } from "@/lib/messages/families";
import { listRecipients } from "@/lib/messages/queries";
import { latestRefresh } from "@/lib/messages/refresh";
import { PageSpan } from "../../_components/page-span";
import { narrowedTitle } from "../../narrowed-title";
import { firstOf } from "../../span";
import { KeepFresh } from "../_components/keep-fresh";
import { MailingProgress } from "../_components/mailing-progress";
import { isPastAsking, isWaiting, progressOf, refreshEvery } from "../movement";
import { progressInWords } from "../words";
import { GiveUpButton } from "./_components/give-up-button";
import { HoldButton } from "./_components/hold-button";
import { MailingHeader } from "./_components/mailing-header";
import { RecipientFilterBar } from "./_components/recipient-filter";
import { RecipientTable } from "./_components/recipient-table";
import { RefreshButton } from "./_components/refresh-button";
import { RefreshProgress } from "./_components/refresh-progress";
import { ScheduledPart } from "./_components/scheduled-part";
import { SkippedCards } from "./_components/skipped-cards";
import { SpokenProgress } from "./_components/spoken-progress";
import { StatusHelp } from "./_components/status-help";
import { holdMailing, updateResults, type Verb } from "./actions";
import {
  recipientFilterOf,
  recipientPageOf,
  recipientQuery,
  recipientsOf,
  type SearchParams,
} from "./address";
import { readMailing } from "./read-mailing";

type Props = {
  params: Promise<{ office: string; id: string }>;
  searchParams: SearchParams;
};

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { office: slug, id } = await params;
  const { office } = await pageGuard(slug, { program: "mailings", right: "read" });
  const { subject } = await onPage(() => readMailing(office.id, id));
  const { search, status } = recipientFilterOf(await searchParams);
  const t = await getTranslations();
  const title = subject || t("mailings.noSubject");
  return { title: narrowedTitle(title, search, status && t(`messageStatus.${status}`)) };
}

export default async function MailingPage({ params, searchParams }: Props) {
  const { office: slug, id } = await params;
  const { office, rights } = await pageGuard(slug, { program: "mailings", right: "read" });
  const query = await searchParams;
  const filter = recipientFilterOf(query);
  const [mailing, { page, refresh }] = await onPage(() =>
    Promise.all([
      readMailing(office.id, id),
      withOffice(office.id, async (tx) => ({
        page: await listRecipients(tx, office.id, id, filter, recipientPageOf(query)),
        refresh: await latestRefresh(tx, id),
      })),
    ]),
  );
  const mayWrite = rights.mailings === "write";
  const here = `/o/${slug}/mailings/${id}`;
  if (mailing.state === "draft" && mayWrite) redirect(`${here}/edit`);
  const t = await getTranslations("results");
  const { timeZone } = office;
  const { total } = progressOf(mailing);
  const asking = refresh !== null && refresh.finishedAt === null;
  const { state } = mailing;
  const begun = state !== "draft" && state !== "scheduled";
  const hold = (verb: Verb) => (
    <HoldButton
      slug={slug}
      id={id}
      verb={verb}
      action={holdMailing.bind(null, slug, id, verb)}
      preparing={state === "preparing"}
    />
  );
  const actions = mayWrite && (
    <ClientTexts of={["results"]}>
      {state === "scheduled" && hold("unschedule")}
      {(state === "preparing" || state === "sending" || state === "paused") && hold("cancel")}
      {/* One button whose verb changes, so that it keeps the focus. */}
      {(state === "sending" || state === "paused") && hold(state === "sending" ? "pause" : "resume")}
      <GiveUpButton slug={slug} mailing={mailing} />
      {total > 0 && !asking && <RefreshButton action={updateResults.bind(null, slug, id)} />}
    </ClientTexts>
  );
  const found = filter.search ? null : filter.status ? mailing.counts[filter.status] : total;
  const backward = recipientPageOf(query).before !== undefined;
  const first = firstOf(page, backward ? "backward" : "forward", query.nth);
  const at = (name: string, place: number | undefined, nth: number | null) =>
    place === undefined ? undefined : here + recipientQuery(filter, { [name]: place, nth: nth ?? undefined });
  return (
    <>
      <MailingHeader slug={slug} timeZone={timeZone} mailing={mailing} part="recipients" actions={actions} />
      {state === "draft" && <Alert>{t("draft")}</Alert>}
      {state === "scheduled" && <ScheduledPart office={office} id={id} />}
      <div className="mb-4 space-y-1">
        {begun && <MailingProgress {...progressInWords(await getTranslations(), mailing)} />}
        <SpokenProgress mailing={mailing} />
        <SkippedCards mailing={mailing} />
        {total > 0 && (
          <RefreshProgress refresh={refresh} timeZone={timeZone} tooOld={isPastAsking(mailing, new Date())} />
        )}
      </div>
      {total === 0 ? (
        (state === "preparing" || state === "sending") && <p className="text-ink-soft">{t("noneYet")}</p>
      ) : (
        <>
          <RecipientFilterBar here={here} counts={mailing.counts} total={total} filter={filter} />
          {page.rows.length === 0 ? (
            <p className="py-6">{t("nobody")}</p>
          ) : (
            <ClientTexts of={["messageStatus"]}>
              <RecipientTable
                here={here}
                list={recipientsOf(query)}
                timeZone={timeZone}
                waiting={isWaiting(mailing, office)}
                rows={page.rows}
              />
            </ClientTexts>
          )}
          <Pagination
            previous={at("before", page.previous, first)}
            next={at("after", page.next, first && first + page.rows.length - 1)}
          >
            {found !== null && <PageSpan page={page} first={first} total={found} />}
          </Pagination>
          <p className="mt-4">
            <a
              href={`${here}/export${recipientQuery(filter)}`}
              className={buttonStyle({ variant: "secondary" })}
            >
              {t("export")}
            </a>
          </p>
          <StatusHelp statuses={presentStatuses(mailing.counts)} />
        </>
      )}
      <KeepFresh seconds={refreshEvery(mailing, { asking, held: office.hold !== null, now: new Date() })} />
    </>
  );
}
