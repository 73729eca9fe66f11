import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AddressText } from "@/app/_components/ui/address-text";
import { PageHeader } from "@/app/_components/ui/page-header";
import { onPage, pageGuard } from "@/app/_edge/page";
import { withOffice } from "@/lib/db/tenant";
import { previewAsFirst } from "@/lib/mailings/preview";
import { getUnsent } from "@/lib/mailings/queries";
import { sentMail } from "@/lib/messages/sent-mail";
import { narrowedTitle } from "../../../narrowed-title";
import { MailFrame } from "../../_components/mail-frame";
import { MailingHeader } from "../_components/mailing-header";
import { recipientsOf, type SearchParams } from "../address";
import { readMailing } from "../read-mailing";

type Props = {
  params: Promise<{ office: string; id: string }>;
  searchParams: SearchParams;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office: slug, id } = await params;
  const { office } = await pageGuard(slug, { program: "mailings", right: "read" });
  const { subject } = await onPage(() => readMailing(office.id, id));
  const t = await getTranslations();
  return { title: narrowedTitle(subject || t("mailings.noSubject"), t("results.tabs.content")) };
}

/** The mail as a recipient got it: the one named in the address, or the first. */
export default async function ContentPage({ params, searchParams }: Props) {
  const { office: slug, id } = await params;
  const { office } = await pageGuard(slug, { program: "mailings", right: "read" });
  const query = await searchParams;
  const { message } = query;
  const messageId = typeof message === "string" ? message : null;
  const { mailing, sent } = await onPage(async () => ({
    mailing: await readMailing(office.id, id),
    sent: await sentMail(office.id, id, messageId),
  }));
  const toSend = mailing.state === "scheduled" ? await mailToSend(office.id, id) : null;
  const t = await getTranslations("results");
  const here = `/o/${slug}/mailings/${id}`;
  return (
    <>
      {messageId ? (
        <PageHeader
          title={mailing.subject}
          back={{ href: `${here}/${messageId}${recipientsOf(query)}`, label: t("message.title") }}
        />
      ) : (
        <MailingHeader slug={slug} timeZone={office.timeZone} mailing={mailing} part="content" />
      )}
      {toSend && (
        <>
          <p className="mb-4">
            {t("content.willBe")} <strong>{toSend.name ?? t("content.nobody")}</strong>
          </p>
          <MailFrame mail={toSend.mail} />
        </>
      )}
      {sent ? (
        <>
          <p className="mb-1">
            {t("content.of")} <strong>{sent.name || t("erased")}</strong>{" "}
            {sent.address && (
              <span className="break-words">
                (<AddressText address={sent.address} />)
              </span>
            )}
          </p>
          <p className="mb-4 text-ink-soft text-sm">{t("content.note")}</p>
          <MailFrame mail={sent.mail} />
        </>
      ) : (
        !toSend && <p className="text-ink-soft">{t("content.notYet")}</p>
      )}
    </>
  );
}

/** The mail of a scheduled mailing; null if it has just begun. */
async function mailToSend(officeId: string, id: string) {
  const unsent = await withOffice(officeId, (tx) => getUnsent(tx, officeId, id));
  return unsent && previewAsFirst(officeId, unsent);
}
