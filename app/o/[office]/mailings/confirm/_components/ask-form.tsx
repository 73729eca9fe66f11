"use client";

import { useTranslations } from "next-intl";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { LinkButton } from "@/app/_components/ui/link-button";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { useAnswer } from "@/app/_components/ui/use-form-action";
import { type AskState, ask } from "../actions";

type Props = { slug: string; asked: Record<string, string>; mails: number };

/** The button that sends the request. */
export function AskForm({ slug, asked, mails }: Props) {
  const t = useTranslations("mailings.confirm");
  const [state, submit] = useAnswer<AskState>(
    () => ask(slug, asked),
    { problem: null },
    (problem) => ({ problem }),
  );
  return (
    <form {...submit} className="mt-4 grid gap-4">
      <FormAlert state={state}>{state.problem}</FormAlert>
      <div className="flex flex-wrap gap-3">
        <SubmitButton pendingText={t("sending")}>{t("send", { count: mails })}</SubmitButton>
        <LinkButton variant="secondary" href={`/o/${slug}/mailings`}>
          {t("cancel")}
        </LinkButton>
      </div>
    </form>
  );
}
