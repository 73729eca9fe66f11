import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { StatusBadge } from "@/app/_components/status-badge";
import { AddressText } from "@/app/_components/ui/address-text";
import { Card } from "@/app/_components/ui/card";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { onPage, pageGuard } from "@/app/_edge/page";
import { may } from "@/lib/auth/rights";
import { withOffice } from "@/lib/db/tenant";
import { getMailing } from "@/lib/mailings/queries";
import { FINAL_FACTS } from "@/lib/messages/facts";
import { getMessageHistory } from "@/lib/messages/history";
import { KeepFresh } from "../../_components/keep-fresh";
import { isWaiting, refreshEvery } from "../../movement";
import { unbroken } from "../../unbroken";
import { Timeline } from "../_components/timeline";
import { recipientsOf, type SearchParams } from "../address";
import { reasonText } from "../reason-text";

type Props = {
  params: Promise<{ office: string; id: string; messageId: string }>;
  searchParams: SearchParams;
};

/** Our own decisions: the address has no problem, so its help and advice would mislead. */
const STOPPED = ["stopped_changed", "stopped_gone", "stopped_cancelled"] as const;

/* Asked for by the title and by the page. */
const readMessage = cache((officeId: string, id: string, messageId: string) =>
  withOffice(officeId, async (tx) => ({
    mailing: await getMailing(tx, officeId, id),
    message: await getMessageHistory(tx, officeId, id, messageId),
  })),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office: slug, id, messageId } = await params;
  const { office } = await pageGuard(slug, { program: "mailings", right: "read" });
  const { message } = await onPage(() => readMessage(office.id, id, messageId));
  const t = await getTranslations("results");
  return { title: message.name || t("erased") };
}

/** One message: its status, why, what can be done, and all that has happened. */
export default async function MessagePage({ params, searchParams }: Props) {
  const { office: slug, id, messageId } = await params;
  const { office, rights } = await pageGuard(slug, { program: "mailings", right: "read" });
  const { mailing, message } = await onPage(() => readMessage(office.id, id, messageId));
  const t = await getTranslations();
  const now = new Date();
  const { timeZone } = office;
  const waiting = isWaiting(mailing, office);
  const here = `/o/${slug}/mailings/${id}`;
  const query = await searchParams;
  const { status, reason, memberIds } = message;
  const stopped = STOPPED.find((code) => code === reason?.code);
  const marks = !stopped && FINAL_FACTS.some((fact) => fact === status);
  return (
    <>
      <PageHeader
        title={message.name || t("results.erased")}
        back={{ href: here + recipientsOf(query), label: `${t("results.message.back")}: ${mailing.subject}` }}
      >
        <span className="break-words">
          {message.name && <AddressText address={message.address || t("results.erasedAddress")} />}
        </span>
      </PageHeader>
      <Card className="mb-6">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusBadge status={status} delivered={message.delivered} />
          <span>{reasonText(t, message, { now, language: await getLocale(), timeZone, waiting })}</span>
        </p>
        {!message.name && <p className="mt-2 max-w-prose">{t("results.message.erased")}</p>}
        <p className="mt-2 max-w-prose text-ink-soft">
          {stopped ? t(`results.message.${stopped}`) : unbroken(t(`messageStatusHelp.${status}`))}
        </p>
        {reason?.detail && (
          <p className="mt-2 max-w-prose break-words text-sm">
            {t("results.message.detail", { detail: reason.detail })}
          </p>
        )}
        {marks && memberIds.length > 0 && (
          <p className="mt-2 max-w-prose font-semibold">{t("results.message.todo")}</p>
        )}
        <div className="mt-4 flex flex-wrap gap-3">
          {may(rights, { program: "register", right: "read" }) &&
            memberIds.map((memberId, index) => (
              <LinkButton key={memberId} variant="secondary" href={`/o/${slug}/members/${memberId}`}>
                {memberIds.length === 1
                  ? t("results.message.card")
                  : t("results.message.cardNumber", { number: index + 1 })}
              </LinkButton>
            ))}
          <LinkButton
            variant="secondary"
            href={`${here}/content${recipientsOf(query, { message: messageId })}`}
          >
            {t("results.message.mail")}
          </LinkButton>
        </div>
      </Card>
      <Card title={t("results.message.title")}>
        <Timeline
          entries={message.timeline.filter(({ kind }) => !waiting || kind !== "retry_due")}
          timeZone={timeZone}
        />
      </Card>
      <KeepFresh seconds={refreshEvery(mailing, { asking: false, held: office.hold !== null, now })} />
    </>
  );
}
