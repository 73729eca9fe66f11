"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Alert } from "@/app/_components/ui/alert";
import { Button } from "@/app/_components/ui/button";
import { Card } from "@/app/_components/ui/card";
import { Field } from "@/app/_components/ui/field";
import { Select } from "@/app/_components/ui/select";
import type { RenderedMail } from "@/lib/mail/template";
import { MailFrame } from "../_components/mail-frame";
import type { Problem } from "./answer";

type Props = {
  choices: { id: string; name: string }[];
  /** What is written at present; the mail follows it. */
  subject: string;
  bodyHtml: string;
  /** Renders what is written at present as a member would get it. */
  render: (memberId: string | null) => Promise<RenderedMail | Problem>;
  onClose: () => void;
};

/** Long enough for a pause in the writing, in milliseconds. */
const PAUSE = 600;

/** The mail as a chosen member would see it. */
export function PreviewPanel({ choices, subject, bodyHtml, render, onClose }: Props) {
  const t = useTranslations("compose.preview");
  const tError = useTranslations("mailings.errors");
  const [memberId, setMemberId] = useState(choices[0]?.id ?? "");
  const [shown, setShown] = useState<RenderedMail | Problem | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const text = `${subject}\n${bodyHtml}`;
  const first = useRef(text);
  const unexpected = tError("unexpected");
  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    let current = true;
    const show = (mail: RenderedMail | Problem) => current && setShown(mail);
    /* A fault may be mended by now; a mail stays until the next one is ready. */
    setShown((before) => (before && "problem" in before ? null : before));
    const look = () => render(memberId || null).then(show, () => show({ problem: unexpected }));
    const timer = setTimeout(look, text === first.current ? 0 : PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, memberId, render, unexpected]);
  return (
    <div ref={box} tabIndex={-1}>
      <Card
        title={t("title")}
        actions={
          <Button variant="quiet" onClick={onClose}>
            {t("close")}
          </Button>
        }
      >
        <Field label={t("as")} className="mb-4">
          {(control) => (
            <Select {...control} value={memberId} onChange={(event) => setMemberId(event.target.value)}>
              {choices.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
              <option value="">{t("nobody")}</option>
            </Select>
          )}
        </Field>
        {shown === null && <p role="status">{t("loading")}</p>}
        {shown && "problem" in shown && <Alert tone="error">{shown.problem}</Alert>}
        {shown && "html" in shown && <MailFrame mail={shown} />}
      </Card>
    </div>
  );
}
