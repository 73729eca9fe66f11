"use client";

import { useTranslations } from "next-intl";
import { toast } from "sonner";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { updateResults } from "../actions";
import { useHeadingFocus } from "./heading-focus";

/** "Uppdatera resultat": asks the provider, in the background. */
export function RefreshButton({ slug, id }: { slug: string; id: string }) {
  const t = useTranslations("results.refresh");
  const press = useHeadingFocus();
  const act = async () => {
    press();
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
