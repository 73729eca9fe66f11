import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { toDataURL } from "qrcode";
import { Alert } from "@/app/_components/ui/alert";
import { Card } from "@/app/_components/ui/card";
import { PageHeader } from "@/app/_components/ui/page-header";
import { userGuard } from "@/app/_edge/page";
import { countRecoveryCodes } from "@/lib/auth/second-factor/check";
import type { Enrolment } from "@/lib/auth/second-factor/codes";
import { beginSecondFactor } from "@/lib/auth/second-factor/enrol";
import { RenewForm, TurnOffForm, TurnOnForm } from "./forms";

type Props = { searchParams: Promise<{ needed?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account.secondFactor");
  return { title: t("title") };
}

/** Sets up the second factor, or changes it. */
export default async function SecondFactorPage({ searchParams }: Props) {
  const user = await userGuard();
  const { needed } = await searchParams;
  const t = await getTranslations("account");
  const enrolment = await beginSecondFactor(user);
  return (
    <>
      <PageHeader title={t("secondFactor.title")} back={{ href: "/account", label: t("backHere") }}>
        {t("secondFactor.what")}
      </PageHeader>
      <TurnOnForm
        steps={
          enrolment && (
            <>
              {needed !== undefined && <Alert className="mb-6">{t("secondFactor.needed")}</Alert>}
              <Steps enrolment={enrolment} />
            </>
          )
        }
        whenOn={enrolment === null && <Change userId={user.id} />}
      />
    </>
  );
}

async function Steps({ enrolment }: { enrolment: Enrolment }) {
  const t = await getTranslations("account.secondFactor");
  return (
    <ol className="mb-4 list-decimal space-y-6 pl-6">
      <li>{t("step1")}</li>
      <li>
        <p>{t("step2")}</p>
        <p className="sm:hidden">
          {t.rich("samePhone", {
            link: (chunks) => (
              <a href={enrolment.uri} className="flex min-h-11 items-center">
                {chunks}
              </a>
            ),
          })}
        </p>
        {/* biome-ignore lint/performance/noImgElement: it is drawn here and lies nowhere */}
        <img
          src={await toDataURL(enrolment.uri, { margin: 2, width: 240 })}
          width={240}
          height={240}
          alt={t("qr")}
          className="my-3 rounded-md border border-edge"
        />
        <p className="text-ink-soft text-sm">{t("byHand")}</p>
        <p className="break-words font-mono">{enrolment.secret.replace(/.{4}(?=.)/g, "$& ")}</p>
      </li>
      <li>{t("step3")}</li>
    </ol>
  );
}

/** Once it is on. */
async function Change({ userId }: { userId: string }) {
  const t = await getTranslations("account.secondFactor");
  return (
    <div className="space-y-6">
      <p className="font-semibold">{t("onDone")}</p>
      <Card title={t("renew")}>
        <p className="mb-4">
          {t("codesLeft", { count: await countRecoveryCodes(userId) })} {t("renewExplain")}
        </p>
        <RenewForm />
      </Card>
      <Card title={t("turnOff")}>
        <TurnOffForm />
      </Card>
    </div>
  );
}
