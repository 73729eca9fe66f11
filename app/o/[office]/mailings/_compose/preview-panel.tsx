"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Alert } from "@/app/_components/ui/alert";
import { Button } from "@/app/_components/ui/button";
import { Card } from "@/app/_components/ui/card";
import { Field } from "@/app/_components/ui/field";
import { Select } from "@/app/_components/ui/select";
import type { RenderedMail } from "@/lib/mail/template";
import type { MailingInput } from "@/lib/mailings/input";
import type { PreviewChoice } from "@/lib/mailings/preview";
import { MailFrame } from "../_components/mail-frame";
import type { Problem } from "./answer";
import { RecipientSearch } from "./recipient-search";

type Props = {
  /** The first recipients by name. */
  choices: PreviewChoice[];
  /** There are more recipients, to be found by a search. */
  more: boolean;
  find: (search: string) => Promise<{ choices: PreviewChoice[] } | Problem>;
  /** The present text; the preview follows it. */
  written: MailingInput;
  /** Renders the present text as a member would get it. */
  render: (memberId: string | null) => Promise<RenderedMail | Problem>;
  onClose: () => void;
};

/** Milliseconds without typing after which the preview is rendered. */
const PAUSE = 600;

/** The mail as a chosen member would see it. */
export function PreviewPanel({ choices, more, find, written, render, onClose }: Props) {
  const t = useTranslations("compose.preview");
  const tError = useTranslations("errors");
  const [found, setFound] = useState({ among: choices, list: choices });
  /* Recipients found in another view may not be among the recipients any more. */
  const list = found.among === choices ? found.list : choices;
  const [chosen, setChosen] = useState(choices[0]?.id ?? "");
  const memberId = chosen === "" || list.some(({ id }) => id === chosen) ? chosen : (list[0]?.id ?? "");
  const [shown, setShown] = useState<RenderedMail | Problem | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const first = useRef(written);
  const unanswered = tError("unanswered");
  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    let current = true;
    const show = (mail: RenderedMail | Problem) => current && setShown(mail);
    /* A fault may have been corrected by now; a rendered mail stays until the next one is ready. */
    setShown((before) => (before && "problem" in before ? null : before));
    const look = () => render(memberId || null).then(show, () => show({ problem: unanswered }));
    const timer = setTimeout(look, written === first.current ? 0 : PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [written, memberId, render, unanswered]);
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
        {more && (
          <RecipientSearch
            first={choices}
            find={find}
            onFound={(list) => {
              setFound({ among: choices, list });
              setChosen(list[0]?.id ?? "");
            }}
          />
        )}
        <Field label={t("as")} className="mb-4">
          {(control) => (
            <Select {...control} value={memberId} onChange={(event) => setChosen(event.target.value)}>
              {list.map(({ id, name }) => (
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
