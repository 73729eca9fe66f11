import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Alert } from "@/app/_components/ui/alert";
import { Button } from "@/app/_components/ui/button";
import { Card } from "@/app/_components/ui/card";
import { TextField } from "@/app/_components/ui/field";
import { FilterForm } from "@/app/_components/ui/filter-form";
import { PageHeader } from "@/app/_components/ui/page-header";
import { pageGuard } from "@/app/_edge/page";
import { countToAsk } from "@/lib/confirmations/request";
import { ConfirmationRequestButton } from "../_components/confirmation-request-button";
import { viewName } from "../view-name";
import { AskForm } from "./_components/ask-form";
import { ask } from "./actions";
import { askedIn } from "./address";

type Props = {
  params: Promise<{ office: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = await getTranslations("mailings");
  return { title: t((await searchParams).round === "again" ? "askAgain" : "ask") };
}

/** Says exactly who would be asked to confirm, before anything is sent. */
export default async function ConfirmPage({ params, searchParams }: Props) {
  const { office: slug } = await params;
  const { office } = await pageGuard(slug, { program: "mailings", right: "write" });
  const request = askedIn(await searchParams);
  if (!request) notFound();
  const { round, audience } = request;
  const { search, ids } = audience;
  const { cards, mails, askedLately } = await countToAsk(office.id, audience, round);
  const t = await getTranslations();
  const first = round === "first";
  const waiting =
    first && cards === 0 && (await countToAsk(office.id, ids ? { ids } : {}, "again")).cards > 0;
  const view = viewName(t, { search, picked: ids?.length ?? null });
  const nobody =
    cards === 0
      ? t(first ? "mailings.confirm.nobodyFirst" : "mailings.confirm.nobodyAgain")
      : mails === 0 && t("mailings.confirm.tomorrow");
  const asked = {
    round,
    ...(search && { search }),
    ...(audience.status && { status: audience.status }),
    ...(ids && { ids: ids.join(",") }),
  };
  return (
    <>
      <PageHeader
        title={t(first ? "mailings.ask" : "mailings.askAgain")}
        back={{ href: `/o/${slug}/mailings`, label: t("mailings.confirm.back") }}
      >
        {t(first ? "mailings.confirm.first" : "mailings.confirm.again")}
      </PageHeader>
      <Card title={t("mailings.confirm.whom")}>
        <p className="mb-2 text-ink-soft">{t("mailings.confirm.among", { view })}</p>
        <ul className="max-w-prose list-disc space-y-1 pl-6">
          <li>
            {t(first ? "mailings.confirm.cardsFirst" : "mailings.confirm.cardsAgain", { count: cards })}
          </li>
          <li className="font-semibold">{t("mailings.confirm.mails", { count: mails })}</li>
          {askedLately > 0 && <li>{t("mailings.confirm.lately", { count: askedLately })}</li>}
        </ul>
        {mails > 0 && <p className="mt-2 text-ink-soft">{t("mailings.confirm.shared")}</p>}
        {nobody && (
          <Alert className="mt-4">
            <p>{nobody}</p>
            {waiting && (
              <>
                <p className="mt-2">{t("mailings.confirm.waiting")}</p>
                <div className="mt-3">
                  <ConfirmationRequestButton slug={slug} round="again" audience={ids ? { ids } : {}} />
                </div>
              </>
            )}
          </Alert>
        )}
        {mails > 0 && (
          <AskForm action={ask.bind(null, slug, asked)} back={`/o/${slug}/mailings`} mails={mails} />
        )}
      </Card>
      {!ids && (
        <FilterForm action={`/o/${slug}/mailings/confirm`} className="mt-6">
          <input type="hidden" name="round" value={round} />
          <TextField
            className="min-w-0 flex-1 basis-64"
            label={t("mailings.confirm.narrow")}
            hint={t("members.searchHint")}
            name="search"
            type="search"
            maxLength={200}
            defaultValue={search}
            key={search}
          />
          <Button type="submit" variant="secondary">
            {t("members.show")}
          </Button>
        </FilterForm>
      )}
    </>
  );
}
