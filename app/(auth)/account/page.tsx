import { ShieldCheck, ShieldOff } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Alert } from "@/app/_components/ui/alert";
import { Badge } from "@/app/_components/ui/badge";
import { Card } from "@/app/_components/ui/card";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { LinkButton } from "@/app/_components/ui/link-button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { userGuard } from "@/app/_edge/page";
import { pendingEmailOf } from "@/lib/auth/change-email";
import { countRecoveryCodes, hasSecondFactor } from "@/lib/auth/second-factor/check";
import { currentSession } from "@/lib/auth/session";
import { listSessions } from "@/lib/auth/sessions";
import { EmailForm, NameForm, PasswordForm } from "./forms";
import { SessionList } from "./session-list";

type Props = { searchParams: Promise<{ done?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("title") };
}

/** Settings of the person's own login, for all offices at once. */
export default async function AccountPage({ searchParams }: Props) {
  const user = await userGuard();
  const { done } = await searchParams;
  const [t, session, sessions, isOn, codes, pendingEmail] = await Promise.all([
    getTranslations("account"),
    currentSession(),
    listSessions(user.id),
    hasSecondFactor(user.id),
    countRecoveryCodes(user.id),
    pendingEmailOf(user.id),
  ]);
  return (
    <>
      <PageHeader title={t("title")} back={{ href: "/offices", label: t("back") }}>
        {t("email.now", { email: user.email })}
      </PageHeader>
      <div className="space-y-6">
        <FormAlert state={done} tone="success">
          {done === "secondFactorOff" && t("secondFactor.offDone")}
        </FormAlert>
        <Card title={t("name.title")}>
          <p className="mb-4 text-ink-soft">{t("name.explain")}</p>
          <NameForm name={user.name} />
        </Card>
        <Card
          title={t("secondFactor.title")}
          actions={
            <Badge icon={isOn ? ShieldCheck : ShieldOff} tone={isOn ? "arrived" : "neutral"}>
              {t(`secondFactor.${isOn ? "isOn" : "isOff"}`)}
            </Badge>
          }
        >
          <p className="mb-4">
            {isOn ? t("secondFactor.codesLeft", { count: codes }) : t("secondFactor.what")}
          </p>
          <LinkButton href="/account/second-factor" variant="secondary">
            {t(`secondFactor.${isOn ? "manage" : "setUp"}`)}
          </LinkButton>
        </Card>
        <Card title={t("password.title")}>
          <p className="mb-4 text-ink-soft">{t("password.explain")}</p>
          <PasswordForm email={user.email} />
        </Card>
        <Card title={t("email.title")}>
          <p className="mb-4 text-ink-soft">{t("email.explain")}</p>
          {pendingEmail && (
            <Alert className="mb-4">{t("email.pendingChange", { email: pendingEmail })}</Alert>
          )}
          <EmailForm />
        </Card>
        <Card title={t("sessions.title")}>
          <p className="text-ink-soft">{t("sessions.explain")}</p>
          <SessionList sessions={sessions} here={session?.sessionId ?? ""} />
        </Card>
      </div>
    </>
  );
}
