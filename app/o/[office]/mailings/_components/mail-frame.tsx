"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { RenderedMail } from "@/lib/mail/template";

const WIDTHS = { wide: "max-w-[640px]", narrow: "max-w-[390px]" } as const;

/** A mail as its reader sees it. The frame runs no scripts and leads nowhere. */
export function MailFrame({ mail }: { mail: RenderedMail }) {
  const t = useTranslations("compose.mail");
  const [format, setFormat] = useState<"html" | "text">("html");
  const [width, setWidth] = useState<keyof typeof WIDTHS>("wide");
  return (
    <div>
      <p className="mb-3">
        <span className="text-ink-soft">{t("subject")}:</span> <strong>{mail.subject}</strong>
      </p>
      <div className="mb-3 flex flex-wrap gap-x-6 gap-y-3">
        <Choices label={t("how")}>
          <Choice pressed={format === "html"} onPress={() => setFormat("html")}>
            {t("html")}
          </Choice>
          <Choice pressed={format === "text"} onPress={() => setFormat("text")}>
            {t("text")}
          </Choice>
        </Choices>
        {format === "html" && (
          <Choices label={t("width")}>
            <Choice pressed={width === "wide"} onPress={() => setWidth("wide")}>
              {t("wide")}
            </Choice>
            <Choice pressed={width === "narrow"} onPress={() => setWidth("narrow")}>
              {t("narrow")}
            </Choice>
          </Choices>
        )}
      </div>
      {format === "html" ? (
        <iframe
          title={t("frame")}
          sandbox=""
          srcDoc={mail.html}
          className={`h-[38rem] w-full rounded-md border border-edge bg-white ${WIDTHS[width]}`}
        />
      ) : (
        <pre className="max-h-[38rem] max-w-[640px] overflow-auto whitespace-pre-wrap rounded-md border border-edge bg-card p-4 font-mono text-sm">
          {mail.text}
        </pre>
      )}
    </div>
  );
}

function Choices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="float-left mr-2 text-ink-soft text-sm">{label}</legend>
      {children}
    </fieldset>
  );
}

type ChoiceProps = { pressed: boolean; onPress: () => void; children: ReactNode };

function Choice({ pressed, onPress, children }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className="min-h-11 cursor-pointer rounded-md border border-edge bg-card px-3 hover:border-accent hover:bg-accent-soft aria-pressed:border-accent aria-pressed:bg-accent aria-pressed:text-on-accent"
    >
      {children}
    </button>
  );
}
