"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_components/ui/button";
import { TextField } from "@/app/_components/ui/field";
import type { PreviewChoice } from "@/lib/mailings/preview";
import { unbroken } from "../unbroken";
import type { Problem } from "./answer";

type Props = {
  /** What the list has to begin with. */
  first: PreviewChoice[];
  find: (search: string) => Promise<{ choices: PreviewChoice[] } | Problem>;
  /** Called with at least one. */
  onFound: (choices: PreviewChoice[]) => void;
};

/** Finds recipients beyond the first ones in the list. */
export function RecipientSearch({ first, find, onFound }: Props) {
  const t = useTranslations("compose.preview");
  const tError = useTranslations("errors");
  const [told, setTold] = useState({ text: "", of: first });
  const say = (text: string) => setTold({ text, of: first });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const search = String(new FormData(event.currentTarget).get("search") ?? "");
    const answer = await find(search).catch(() => ({ problem: tError("unanswered") }));
    if ("problem" in answer) return say(answer.problem);
    say(t("found", { count: answer.choices.length }));
    if (answer.choices.length > 0) onFound(answer.choices);
  };
  return (
    <form onSubmit={submit} className="mb-4">
      <div className="flex max-w-xl flex-wrap items-end gap-3">
        <TextField
          className="flex-1 basis-48"
          label={t("search")}
          hint={unbroken(t("searchHint", { count: first.length }))}
          name="search"
          type="search"
          maxLength={200}
          autoComplete="off"
        />
        <Button type="submit" variant="secondary">
          {t("searchGo")}
        </Button>
      </div>
      <p role="status" className="mt-1 text-ink-soft text-sm">
        {told.of === first && told.text}
      </p>
    </form>
  );
}
