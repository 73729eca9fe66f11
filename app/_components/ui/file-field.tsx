"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { buttonStyle } from "@/app/_components/ui/button-style";
import { classNames } from "@/app/_components/ui/class-names";
import { Field, type FieldControl } from "@/app/_components/ui/field";

type Props = Omit<ComponentProps<"input">, "type" | "id" | "className" | "onChange" | "multiple"> & {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
};

/**
 * A field for one file. The browser's own field, which is in the browser's language, lies invisibly above our
 * button and takes clicks, keys and dropped files; without scripts it is shown instead.
 */
export function FileField({ label, hint, error, ...input }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <Picker {...input} control={control} />}
    </Field>
  );
}

function Picker({ control, ...input }: ComponentProps<"input"> & { control: FieldControl }) {
  const t = useTranslations("ui");
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const look = useCallback(() => setName(field.current?.files?.[0]?.name ?? ""), []);
  useEffect(() => {
    /* A file may have been chosen before the scripts were loaded, or be restored by the browser on the way
       back. */
    look();
    const form = field.current?.form;
    /* After an answer React resets the form; the event comes before the fields are emptied. */
    const lookLater = () => setTimeout(look);
    form?.addEventListener("reset", lookLater);
    return () => form?.removeEventListener("reset", lookLater);
  }, [look]);
  const chosen = `${control.id}-chosen`;
  return (
    <div
      className={classNames(
        "relative flex min-h-11 flex-wrap items-center gap-x-4 gap-y-2 rounded-md border border-edge border-dashed bg-card p-3 hover:border-accent has-[:focus-visible]:outline-3 has-[:focus-visible]:outline-focus has-[:focus-visible]:outline-offset-2",
        control["aria-invalid"] && "border-2 border-danger",
      )}
    >
      <label
        htmlFor={control.id}
        className={classNames(buttonStyle({ variant: "secondary" }), "noscript:hidden")}
      >
        <FileUp aria-hidden className="size-5" />
        {t(name ? "chooseOtherFile" : "chooseFile")}
      </label>
      <span
        id={chosen}
        className={classNames("wrap-anywhere min-w-0 noscript:hidden", !name && "text-ink-soft")}
      >
        {name || t("noFile")}
      </span>
      <input
        {...input}
        {...control}
        ref={field}
        type="file"
        aria-describedby={[control["aria-describedby"], chosen].filter(Boolean).join(" ")}
        onChange={look}
        className="absolute inset-0 size-full cursor-pointer opacity-0 file:mr-3 file:rounded-md file:border file:border-edge file:px-3 file:py-1.5 file:font-semibold noscript:static noscript:opacity-100"
      />
    </div>
  );
}
