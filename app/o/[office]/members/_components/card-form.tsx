"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { FormFields } from "@/app/_components/ui/form-fields";
import { LeaveWarning } from "@/app/_components/ui/leave-warning";
import { LinkButton } from "@/app/_components/ui/link-button";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useAnswer } from "@/app/_components/ui/use-form-action";
import type { CardInput } from "@/lib/members/input";
import type { CardState } from "../card-state";
import { CardFields } from "./card-fields";
import { CardLinks } from "./card-links";

type Props = {
  slug: string;
  action: (state: CardState, form: FormData) => Promise<CardState>;
  values: CardInput;
  /** The card as it was when the form was shown; absent for a new card. */
  version?: string;
  /** Where the card itself is shown, for a look at what somebody else changed. */
  cardHref?: string;
  cancelHref: string;
  readOnly?: boolean;
};

const unanswered = (message: string) => ({ faults: {}, outcome: "stopped" as const, message });

/** The form of a card; whatever happens, what was typed stays. */
export function CardForm({ slug, action, values, version, cardHref, cancelHref, readOnly }: Props) {
  const t = useTranslations("members.card");
  /* Uses the address as its permalink: the key changes when somebody else changes the card, and without
     scripts React would then not find where the answer belongs, and what was typed would be lost. */
  const first: CardState = { values, faults: {}, outcome: "new", version };
  const [state, submit] = useAnswer<CardState>(action, first, unanswered, { permalink: cardHref });
  const form = useFaultFocus(state);
  return (
    <form ref={form} {...submit} noValidate>
      <LeaveWarning question={t("leave")} />
      <div className="mb-6 empty:hidden">
        {state.outcome === "fix" && <FormAlert state={state}>{t("fix")}</FormAlert>}
        {state.outcome === "gone" && <FormAlert state={state}>{t("gone")}</FormAlert>}
        {state.outcome === "stopped" && <FormAlert state={state}>{state.message}</FormAlert>}
        {state.outcome === "unavailable" && <FormAlert state={state}>{t("unavailable")}</FormAlert>}
        {state.outcome === "conflict" && (
          <FormAlert state={state} tone="warning">
            <p>{t("conflict")}</p>
            {cardHref && (
              <Link href={cardHref} target="_blank">
                {t("conflictLook")}
              </Link>
            )}
          </FormAlert>
        )}
        {state.twins && (
          <FormAlert state={state} tone="warning">
            {t.rich("twins", {
              count: state.twins.length,
              cards: () => <CardLinks slug={slug} cards={state.twins ?? []} aside />,
            })}
          </FormAlert>
        )}
      </div>
      {state.twins?.map(({ id }) => (
        <input key={id} type="hidden" name="twins" value={id} />
      ))}
      {version !== undefined && <input type="hidden" name="version" value={state.version} />}
      <FormFields>
        <fieldset disabled={readOnly}>
          <CardFields values={state.values} faults={state.faults} hasAddress={Boolean(values.email)} />
        </fieldset>
      </FormFields>
      {!readOnly && (
        <div className="mt-8 flex flex-wrap gap-3">
          <SubmitButton pendingText={t("saving")}>
            {version !== undefined ? t("save") : t(state.twins ? "createAnyway" : "create")}
          </SubmitButton>
          <LinkButton variant="secondary" href={cancelHref}>
            {t("cancel")}
          </LinkButton>
        </div>
      )}
    </form>
  );
}
