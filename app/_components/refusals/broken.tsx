"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/ui/button";
import { PageHeader } from "@/app/_components/ui/page-header";
import { UNAVAILABLE } from "@/lib/errors";

export type BrokenProps = { error: Error & { digest?: string }; reset: () => void };

/** Says that the program has failed, or that the database cannot be reached, and offers another attempt. */
export function BrokenText({ error, reset }: BrokenProps) {
  const t = useTranslations("errors");
  if (error.digest === UNAVAILABLE) {
    return (
      <>
        <PageHeader title={t("unavailableTitle")} />
        <p className="mb-6 max-w-prose">{t("unavailable")}</p>
        <Button onClick={() => window.location.reload()}>{t("again")}</Button>
      </>
    );
  }
  return (
    <>
      <PageHeader title={t("brokenTitle")} />
      <p className="mb-2 max-w-prose">{t("broken")}</p>
      {error.digest && (
        <p className="mb-6 text-ink-soft text-sm">{t("reference", { digest: error.digest })}</p>
      )}
      <Button onClick={reset}>{t("again")}</Button>
    </>
  );
}
