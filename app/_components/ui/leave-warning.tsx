"use client";

import { useTranslations } from "next-intl";
import { useContext, useEffect, useRef, useState } from "react";
import { useFormStatus } from "react-dom";
import { formContents } from "@/app/_components/ui/form-contents";
import { Sending } from "@/app/_components/ui/sending";
import { useLeaveWarning } from "@/app/_components/use-leave-warning";
import type { FormState } from "@/app/_edge/form-state";

type Props = {
  /** The action's answer, since a success has saved the form. Left out if success leads to another page. */
  state?: FormState;
  /** The question to ask; by default a general one. */
  question?: string;
};

/** For use in a form: asks before the page is left with unsaved changes. */
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
    /* Compared with the contents as they came with the page, because text typed before the scripts were
       loaded is unsaved too. */
    if (saved.current === undefined) saved.current = formContents(form, "loaded");
    if (state?.tone === "success") saved.current = formContents(form, "now");
  }, [state]);
  /* An answer may put other contents into the form. */
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again with each answer
  useEffect(() => {
    const form = place.current?.form;
    if (!form) return;
    const look = () => setChanged(formContents(form, "now") !== saved.current);
    look();
    form.addEventListener("input", look);
    return () => form.removeEventListener("input", look);
  }, [state, pending]);
  useLeaveWarning(changed && !pending, question ?? t("leave"), { form });
  return <input ref={place} type="hidden" />;
}
