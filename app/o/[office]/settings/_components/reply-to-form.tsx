"use client";

import { useTranslations } from "next-intl";
import { useFaultFocus } from "@/app/_components/ui/fault-focus";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { FormFields } from "@/app/_components/ui/form-fields";
import { LeaveWarning } from "@/app/_components/ui/leave-warning";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useFormAction } from "@/app/_components/ui/use-form-action";
import type { ReplyToState } from "../settings-state";

type Props = {
  action: (state: ReplyToState, form: FormData) => Promise<ReplyToState>;
  /** The address that is used. */
  used: string | null;
  /** The one that waits for a click in its mail. */
  wanted: string | null;
  /** That mail's link is too old. */
  expired: boolean;
  inherited: string | undefined;
};

/** Where answers to the mailings go. */
export function ReplyToForm({ action, used, wanted, expired, inherited }: Props) {
  const t = useTranslations("settings.replyTo");
  const first: ReplyToState = { values: { replyTo: wanted ?? used ?? "" }, errors: {} };
  const [state, submit] = useFormAction<ReplyToState>(action, first);
  const form = useFaultFocus(state);
  return (
    <form ref={form} {...submit} noValidate className="grid max-w-2xl gap-4">
      <LeaveWarning state={state} />
      <FormAlert state={state} tone={state.tone}>
        {state.message}
      </FormAlert>
      <p className="wrap-anywhere">{used ? t("used", { address: used }) : t("none")}</p>
      {wanted && (
        <p className="wrap-anywhere font-semibold">
          {t(expired ? "expired" : "waiting", { address: wanted })}
        </p>
      )}
      {!used && inherited && <p className="text-ink-soft">{t("inherited", { address: inherited })}</p>}
      <FormFields>
        <TextField
          label={t("label")}
          hint={t("hint")}
          error={state.errors.replyTo}
          name="replyTo"
          inputMode="email"
          autoComplete="off"
          defaultValue={state.values.replyTo}
        />
      </FormFields>
      <div>
        <SubmitButton pendingText={t("pending")}>{t("button")}</SubmitButton>
      </div>
    </form>
  );
}
