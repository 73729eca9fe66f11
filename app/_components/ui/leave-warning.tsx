"use client";

import { useTranslations } from "next-intl";
import { useContext, useEffect, useRef, useState } from "react";
import { useFormStatus } from "react-dom";
import { formContents } from "@/app/_components/ui/form-contents";
import { Sending } from "@/app/_components/ui/sending";
import { useLeaveWarning } from "@/app/_components/use-leave-warning";
import type { FormState } from "@/app/_edge/form-state";

type Props = {
  /** The action's answer: a success has saved what stands in the form. Left out where that leads elsewhere. */
  state?: FormState;
  /** Left out, it is put in words that fit any form. */
  question?: string;
};

/** In a form: asks before the page is left with something changed in it that is not saved. */
export function LeaveWarning({ state, question }: Props) {
  const t = useTranslations("ui");
  const sending = useContext(Sending);
  const pending = useFormStatus().pending || sending;
  const place = useRef<HTMLInputElement>(null);
  const saved = useRef<string>(undefined);
  const [form, setForm] = useState<HTMLFormElement | null>(null);
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    const form = place.current?.form;
    if (!form) return;
    setForm(form);
    /* What was typed before the scripts were there is not saved either. */
    if (saved.current === undefined) saved.current = formContents(form, "came");
    if (state?.tone === "success") saved.current = formContents(form, "stands");
  }, [state]);
  /* An answer may put other contents into the form. */
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again with each answer
  useEffect(() => {
    const form = place.current?.form;
    if (!form) return;
    const look = () => setChanged(formContents(form, "stands") !== saved.current);
    look();
    form.addEventListener("input", look);
    return () => form.removeEventListener("input", look);
  }, [state, pending]);
  useLeaveWarning(changed && !pending, question ?? t("leave"), { form });
  return <input ref={place} type="hidden" />;
}
