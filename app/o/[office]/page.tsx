import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Alert } from "@/app/_components/ui/alert";
import { PageHeader } from "@/app/_components/ui/page-header";
import { onPage, pageGuard } from "@/app/_edge/page";
import { may } from "@/lib/auth/rights";
import { withOffice } from "@/lib/db/tenant";
import { listMailings } from "@/lib/mailings/queries";
import { countMembers } from "@/lib/members/queries";
import { AddressCounts } from "./_components/address-counts";
import { LatestMailing } from "./_components/latest-mailing";
import { Steps } from "./_components/steps";

type Props = { params: Promise<{ office: string }> };

/* The layout's title template applies only to the pages below it. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office } = await pageGuard((await params).office);
  const t = await getTranslations("overview");
  return { title: `${t("title")} · ${office.name}` };
}

export default async function OverviewPage({ params }: Props) {
  const { office, rights } = await pageGuard((await params).office);
  const t = await getTranslations("overview");
  const register = may(rights, { program: "register", right: "read" });
  const mailings = may(rights, { program: "mailings", right: "read" });
  if (!register && !mailings) {
    return (
      <>
        <PageHeader title={t("title")} />
        <Alert>{t("nothing")}</Alert>
      </>
    );
  }
  const { counts, latest } = await onPage(() =>
    withOffice(office.id, async (tx) => ({
      counts: await countMembers(tx, office.id),
      latest: mailings ? (await listMailings(tx, office.id, { size: 1 })).rows[0] : undefined,
    })),
  );
  return (
    <>
      <PageHeader title={t("title")} />
      <div className="grid items-start gap-6 @3xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Steps slug={office.slug} rights={rights} counts={counts} />
        <div className="grid gap-6">
          {latest && <LatestMailing slug={office.slug} timeZone={office.timeZone} mailing={latest} />}
          {register && counts.total > 0 && <AddressCounts slug={office.slug} counts={counts} />}
        </div>
      </div>
    </>
  );
}
