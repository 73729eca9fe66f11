"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_components/ui/button";
import { Dialog, DialogActions } from "@/app/_components/ui/dialog";
import { Field, TextField } from "@/app/_components/ui/field";
import { Select } from "@/app/_components/ui/select";
import { MERGE_TAGS, type MergeTag, mergeTagName } from "@/lib/mail/merge";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onInsert: (place: "body" | "subject", tag: string) => void;
};

/** Chooses a merge tag, and a fallback for cards without that value. */
export function PersonaliseDialog({ open, onOpenChange, onInsert }: Props) {
  const t = useTranslations("compose.personalise");
  const language = useLocale();
  const [chosen, setChosen] = useState<MergeTag>("firstName");
  const [fallback, setFallback] = useState("");
  const name = mergeTagName(chosen, language);
  const instead = fallback.replace(/[{}|]/g, "").trim();
  const written = instead ? `{{${name}|${instead}}}` : `{{${name}}}`;
  const insert = (place: "body" | "subject") => {
    onOpenChange(false);
    onInsert(place, written);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} description={t("explain")}>
      <div className="space-y-4">
        <Field label={t("tag")}>
          {(control) => (
            <Select
              {...control}
              value={chosen}
              onChange={({ target }) => {
                const tag = MERGE_TAGS.find((tag) => tag === target.value);
                if (tag) setChosen(tag);
              }}
            >
              {MERGE_TAGS.map((tag) => (
                <option key={tag} value={tag}>
                  {t(`tags.${tag}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <TextField
          label={t("fallback")}
          hint={t("fallbackHint")}
          value={fallback}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => setFallback(event.target.value)}
        />
        <p className="text-ink-soft">{t("writes", { tag: written })}</p>
      </div>
      <DialogActions>
        <Button onClick={() => insert("body")}>{t("inBody")}</Button>
        <Button variant="secondary" onClick={() => insert("subject")}>
          {t("inSubject")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
