"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/app/_components/ui/button";
import { ButtonForm, type Outcome } from "@/app/_components/ui/button-form";
import { Dialog, DialogActions } from "@/app/_components/ui/dialog";
import { useHeadingFocus } from "@/app/_components/ui/heading-focus";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { Unfolding } from "@/app/_components/ui/unfolding";
import { holdMailing, type Verb } from "../actions";

type Props = {
  slug: string;
  id: string;
  verb: Verb;
  /** The action for browsers without scripts. */
  action: () => Promise<Outcome>;
  /** Nothing has gone out yet. */
  preparing?: boolean;
};

/** Withdraws, pauses, resumes or cancels a mailing, after saying what that means. */
export function HoldButton({ slug, id, verb, action, preparing }: Props) {
  /** The verb in question; the page may show the next verb already while the dialog closes. */
  const [asked, ask] = useState<Verb | null>(null);
  const t = useTranslations("results");
  const shown = asked ?? verb;
  const press = useHeadingFocus();
  const act = async () => {
    press();
    const { problem } = await holdMailing(slug, id, shown);
    if (problem) toast.error(problem);
    ask(null);
  };
  const explain = t(preparing && shown === "cancel" ? "cancel.explainPreparing" : `${shown}.explain`);
  const goOn = (
    <SubmitButton variant={verb === "cancel" ? "danger" : "primary"} pendingText={t(`${shown}.pending`)}>
      {t(`${shown}.button`)}
    </SubmitButton>
  );
  const opens = (
    <Button variant={verb === "cancel" ? "quiet" : "secondary"} className="noscript:hidden">
      {t(`${verb}.button`)}
    </Button>
  );
  return (
    <>
      <Dialog
        open={asked !== null}
        onOpenChange={(open) => ask(open ? verb : null)}
        trigger={opens}
        title={t(`${shown}.title`)}
        description={explain}
      >
        <ButtonForm action={act}>
          <DialogActions cancel={t(`${shown}.keep`)}>{goOn}</DialogActions>
        </ButtonForm>
      </Dialog>
      <Unfolding action={action} button={t(`${verb}.button`)} title={t(`${verb}.title`)} explain={explain}>
        {goOn}
      </Unfolding>
    </>
  );
}
