"use client";

import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { updateResults } from "../actions";

/** "Uppdatera resultat": asks the provider, in the background. */
export function RefreshButton({ slug, id }: { slug: string; id: string }) {
  const t = useTranslations("results.refresh");
  const act = async () => {
    const { problem } = await updateResults(slug, id);
    if (problem) toast.error(problem);
  };
  return (
    <form action={act}>
      <SubmitButton variant="secondary" pendingText={t("starting")}>
        {t("button")}
      </SubmitButton>
    </form>
  );
}
