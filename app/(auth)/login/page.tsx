import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { Alert } from "@/app/_components/ui/alert";
import { PageHeader } from "@/app/_components/ui/page-header";
import { safePath } from "@/app/_edge/path";
import { currentSession } from "@/lib/auth/session";
import { faultTexts } from "../faults";
import { readTyped } from "../typed";
import { LoginForm } from "./login-form";

/** Pages to which the front page leads: nobody has asked for them explicitly. */
const WAYS_IN = ["/", "/offices"];

const querySchema = z.object({
  next: z.string().transform(safePath).catch("/"),
  done: z.enum(["out", "over", "password"]).optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  faults: z.string().optional().catch(undefined),
});

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.login");
  return { title: t("title") };
}

export default async function LoginPage({ searchParams }: Props) {
  const { next, done, error, faults } = querySchema.parse(await searchParams);
  if (await currentSession()) redirect(next);
  const t = await getTranslations("auth.login");
  return (
    <>
      <PageHeader title={t("title")} />
      {done === "password" && (
        <Alert tone="success" className="mb-6">
          {t("passwordChanged")}
        </Alert>
      )}
      {done === "over" && <Alert className="mb-6">{t("over")}</Alert>}
      {done === "out" && <Alert className="mb-6">{t("loggedOut")}</Alert>}
      {!done && !error && !faults && !WAYS_IN.includes(next) && <Alert className="mb-6">{t("next")}</Alert>}
      <LoginForm
        next={next}
        email={error || faults ? (await readTyped()).email : ""}
        faults={await faultTexts(faults)}
        failed={error !== undefined}
        blanks={error === "blanks"}
      />
    </>
  );
}
