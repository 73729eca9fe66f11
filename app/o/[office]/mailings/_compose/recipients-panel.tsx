"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Button } from "@/app/_components/ui/button";
import { Card } from "@/app/_components/ui/card";
import { Checkbox } from "@/app/_components/ui/choice";
import { Field, TextField } from "@/app/_components/ui/field";
import { Select } from "@/app/_components/ui/select";
import type { RecipientSummary } from "@/lib/mailings/recipients";
import type { Audience, StatusFilter } from "@/lib/members/audience";
import { ConfirmationRequestButton } from "../_components/confirmation-request-button";
import { viewName } from "../view-name";
import { RecipientCounts } from "./recipient-counts";

export type StatusOption = { value: StatusFilter; label: string };

type Props = {
  slug: string;
  audience: Audience;
  onePerAddress: boolean;
  summary: RecipientSummary;
  statuses: StatusOption[];
  onAudience: (audience: Audience) => void;
  onOnePerAddress: (chosen: boolean) => void;
};

/** Who gets it, and how to choose others. */
export function RecipientsPanel(props: Props) {
  const { slug, audience, onePerAddress, summary, statuses, onAudience, onOnePerAddress } = props;
  const t = useTranslations();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const search = String(form.get("search") ?? "").trim();
    const status = statuses.find(({ value }) => value === form.get("status"))?.value;
    onAudience({ ...(search && { search }), ...(status && { status }) });
  };
  return (
    <Card title={t("compose.recipients.title")} className="self-start lg:sticky lg:top-20">
      <p className="mb-3">
        {t("compose.recipients.view", {
          view: viewName(t, { ...audience, picked: audience.ids?.length ?? null }),
        })}
      </p>
      {summary.cards > 0 && <RecipientCounts summary={summary} />}
      {summary.messages === 0 && (
        <div className="mb-4 space-y-3 border-waiting border-l-4 bg-waiting-soft p-3">
          <p>{t(`compose.recipients.${whyNobody(summary, audience)}`)}</p>
          {summary.unconfirmed > 0 && (
            <ConfirmationRequestButton slug={slug} round="first" audience={audience} />
          )}
        </div>
      )}
      <Checkbox
        label={t("compose.recipients.onePerAddress")}
        hint={t("compose.recipients.onePerAddressHint")}
        checked={onePerAddress}
        onChange={(event) => onOnePerAddress(event.target.checked)}
      />
      {onePerAddress && summary.messages > 0 && (
        <p className="mt-1 font-semibold">
          {t("compose.recipients.messages", { messages: summary.messages })}
        </p>
      )}
      <details className="mt-3">
        <summary className="min-h-11 cursor-pointer py-2 font-semibold text-accent">
          {t("compose.recipients.change")}
        </summary>
        <form onSubmit={submit} className="space-y-3 pt-2">
          <TextField
            label={t("compose.recipients.search")}
            hint={t("compose.recipients.searchHint")}
            name="search"
            type="search"
            maxLength={200}
            defaultValue={audience.search}
          />
          <Field label={t("compose.recipients.status")}>
            {(control) => (
              <Select {...control} name="status" defaultValue={audience.status ?? ""}>
                <option value="">{t("compose.recipients.everyStatus")}</option>
                {statuses.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button type="submit" variant="secondary">
            {t("compose.recipients.show")}
          </Button>
        </form>
      </details>
    </Card>
  );
}

/** Why nobody would get it, as the key of a text that says what to do. */
function whyNobody({ cards, unconfirmed }: RecipientSummary, { search, status, ids }: Audience) {
  if (cards === 0) return search || status || ids ? "empty" : "emptyRegister";
  return unconfirmed > 0 ? "nobody" : "nobodyToAsk";
}
