import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Card } from "@/app/_components/ui/card";
import { PageHeader } from "@/app/_components/ui/page-header";
import { onPage, pageGuard } from "@/app/_edge/page";
import { readSettings } from "@/lib/offices/settings";
import { LogoCard } from "./_components/logo-card";
import { ReplyToForm } from "./_components/reply-to-form";
import { RetentionForm } from "./_components/retention-form";
import { SecondFactorForm } from "./_components/second-factor-form";
import { SettingsForm } from "./_components/settings-form";
import { saveReplyTo, saveRetention, saveSecondFactor, saveSettings } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("title") };
}

export default async function SettingsPage({ params }: { params: Promise<{ office: string }> }) {
  const { office: slug } = await params;
  const { office } = await pageGuard(slug, { administrator: true });
  const settings = await onPage(() => readSettings(office.id));
  const { name, language, postalAddress, footer, inherited } = settings;
  const t = await getTranslations("settings");
  return (
    <>
      <PageHeader title={t("title")}>{t("explain")}</PageHeader>
      <div className="grid gap-6">
        <Card title={t("details")}>
          <SettingsForm
            action={saveSettings.bind(null, slug)}
            values={{ name, slug, language, postalAddress: postalAddress ?? "", footer: footer ?? "" }}
            version={settings.version}
            shared={office.isHeadOffice ? settings.shared : null}
            inherited={inherited}
          />
        </Card>
        <Card title={t("replyTo.title")}>
          <ReplyToForm
            action={saveReplyTo.bind(null, slug)}
            used={settings.replyTo}
            wanted={settings.replyToWanted}
            expired={settings.replyToExpired}
            inherited={inherited.replyTo}
          />
        </Card>
        <LogoCard slug={slug} own={settings.logoId} inherited={inherited.logoId} />
        <Card title={t("retention.title")}>
          <RetentionForm action={saveRetention.bind(null, slug)} eventDays={settings.eventDays} />
        </Card>
        <Card title={t("secondFactor.title")}>
          {office.secondFactorRequired && !settings.requireSecondFactor && office.headOffice ? (
            <p>{t("secondFactor.byHead", { headOffice: office.headOffice.name })}</p>
          ) : (
            <SecondFactorForm
              action={saveSecondFactor.bind(null, slug)}
              required={settings.requireSecondFactor}
              isHeadOffice={office.isHeadOffice}
            />
          )}
        </Card>
      </div>
    </>
  );
}
