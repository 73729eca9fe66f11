"use client";

import { useTranslations } from "next-intl";
import { ButtonForm, type Outcome } from "@/app/_components/ui/button-form";
import { useHeadingFocus } from "@/app/_components/ui/heading-focus";
import { SubmitButton } from "@/app/_components/ui/submit-button";

/** "Uppdatera resultat": asks the provider, in the background. */
export function RefreshButton({ action }: { action: () => Promise<Outcome> }) {
  const t = useTranslations("results.refresh");
  const press = useHeadingFocus();
  return (
    <ButtonForm action={action} onSubmit={press}>
      <SubmitButton variant="secondary" pendingText={t("starting")}>
        {t("button")}
      </SubmitButton>
    </ButtonForm>
  );
}
