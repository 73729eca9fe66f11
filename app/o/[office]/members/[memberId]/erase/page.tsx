import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Card } from "@/app/_components/ui/card";
import { PageHeader } from "@/app/_components/ui/page-header";
import { onPage, pageGuard } from "@/app/_edge/page";
import { withOffice } from "@/lib/db/tenant";
import { getMember } from "@/lib/members/queries";
import { cardsSharingAddress } from "@/lib/members/same-address";
import { messagesToBlank } from "@/lib/messages/of-card";
import { fullName } from "../../names";
import { listOf, type SearchParams } from "../../view";
import { eraseCard } from "./actions";
import { EraseForm } from "./erase-form";

type Props = { params: Promise<{ office: string; memberId: string }>; searchParams: SearchParams };

const STAYS = ["staysCounts", "staysRefusal", "staysOwn", "staysMails"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("members.person");
  return { title: t("erase") };
}

/** Says what goes and what stays before a person is erased. */
export default async function ErasePage({ params, searchParams }: Props) {
  const { office: slug, memberId } = await params;
  const { office } = await pageGuard(slug, { program: "register", right: "write" });
  const { member, sharing, count } = await onPage(() =>
    withOffice(office.id, async (tx) => {
      const member = await getMember(tx, office.id, memberId);
      return {
        member,
        sharing: (await cardsSharingAddress(tx, office.id, member)).count,
        count: (await messagesToBlank(tx, office.id, member)).messageIds.length,
      };
    }),
  );
  const t = await getTranslations("erase");
  const card = `/o/${slug}/members/${member.id}${listOf(await searchParams)}`;
  const name = fullName(member) || member.email || "";
  return (
    <>
      <PageHeader title={t("title", { name })} back={{ href: card, label: t("back") }}>
        {t("explain")}
      </PageHeader>
      <div className="grid gap-6">
        <Card title={t("goes")}>
          <List items={[t("goesCard"), t("goesMessages", { count }), t("goesUnsent"), t("goesLog")]} />
        </Card>
        <Card title={t("stays")}>
          <List
            items={[...STAYS.map((key) => t(key)), ...(sharing > 0 ? [t("family", { count: sharing })] : [])]}
          />
          <p className="mt-4 max-w-prose text-ink-soft">{t("underWay")}</p>
        </Card>
        <EraseForm action={eraseCard.bind(null, slug, member.id)} name={name} cancelHref={card} />
      </div>
    </>
  );
}

function List({ items }: { items: string[] }) {
  return (
    <ul className="grid max-w-prose list-disc gap-2 pl-5">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
