import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { Card } from "@/app/_components/ui/card";
import { PageHeader } from "@/app/_components/ui/page-header";
import { onPage, pageGuard } from "@/app/_edge/page";
import { isNotMe } from "@/lib/addresses/not-me";
import { may } from "@/lib/auth/rights";
import { withOffice } from "@/lib/db/tenant";
import { isMember } from "@/lib/members/input";
import { getMember } from "@/lib/members/queries";
import { cardsSharingAddress } from "@/lib/members/same-address";
import { messagesOfMember } from "@/lib/messages/queries";
import { MemberMessages } from "../../mailings/_components/member-messages";
import { CardForm } from "../_components/card-form";
import { EmailSection } from "../_components/email-section";
import { LeaveCard } from "../_components/leave-card";
import { PersonDataCard } from "../_components/person-data-card";
import { deleteCard, saveCard } from "../actions";
import { fullName } from "../names";
import { listOf, type SearchParams } from "../view";

type Props = { params: Promise<{ office: string; memberId: string }>; searchParams: SearchParams };

/* Asked for by the title and by the page. */
const readCard = cache((officeId: string, memberId: string, mayReadMailings: boolean) =>
  withOffice(officeId, async (tx) => {
    const member = await getMember(tx, officeId, memberId);
    return {
      member,
      notMe: await isNotMe(tx, officeId, member),
      sharing: await cardsSharingAddress(tx, officeId, member),
      messages: mayReadMailings ? await messagesOfMember(tx, officeId, member.id) : null,
    };
  }),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office: slug, memberId } = await params;
  const { office, rights } = await pageGuard(slug, { program: "register", right: "read" });
  const mayReadMailings = may(rights, { program: "mailings", right: "read" });
  const { member } = await onPage(() => readCard(office.id, memberId, mayReadMailings));
  const t = await getTranslations("members");
  return { title: fullName(member) || member.email || t("nameless") };
}

export default async function MemberPage({ params, searchParams }: Props) {
  const { office: slug, memberId } = await params;
  const { office, rights } = await pageGuard(slug, { program: "register", right: "read" });
  const mayReadMailings = may(rights, { program: "mailings", right: "read" });
  const { member, notMe, sharing, messages } = await onPage(() =>
    readCard(office.id, memberId, mayReadMailings),
  );
  const t = await getTranslations("members");
  const list = listOf(await searchParams);
  const backHref = `/o/${slug}/members${list}`;
  const here = `/o/${slug}/members/${member.id}`;
  const name = fullName(member) || member.email || t("nameless");
  const mayWrite = rights.register === "write";
  return (
    <>
      <PageHeader title={name} back={{ href: backHref, label: t("card.back") }}>
        {isMember(member) ? t("kind.member") : `${t("kind.contact")}. ${t("kind.contactHint")}`}
      </PageHeader>
      <div className="grid gap-6">
        <EmailSection
          slug={slug}
          member={member}
          notMe={notMe}
          sharing={sharing}
          timeZone={office.timeZone}
          mayWrite={mayWrite}
          mayMail={may(rights, { program: "mailings", right: "write" })}
        />
        <Card title={t("card.details")}>
          {!mayWrite && <p className="mb-4 text-ink-soft">{t("card.readOnly")}</p>}
          <CardForm
            slug={slug}
            key={member.version}
            action={saveCard.bind(null, slug, member.id)}
            values={{ ...member, email: member.email ?? "" }}
            version={member.version}
            cardHref={here + list}
            cancelHref={backHref}
            readOnly={!mayWrite}
          />
        </Card>
        {messages && <MemberMessages slug={slug} timeZone={office.timeZone} messages={messages} />}
        {rights.administrator && <PersonDataCard action={`${here}/data`} />}
        {mayWrite && (
          <LeaveCard
            remove={deleteCard.bind(null, slug, member.id)}
            eraseHref={`${here}/erase${list}`}
            name={name}
          />
        )}
      </div>
    </>
  );
}
