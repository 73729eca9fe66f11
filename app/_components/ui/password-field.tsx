"use client";

import { Square, SquareCheckBig } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { TextField } from "@/app/_components/ui/field";

type Props = Omit<ComponentProps<typeof TextField>, "type" | "required">;

/** A field for a password that can be made visible; without scripts it stays hidden. */
export function PasswordField(props: Props) {
  const t = useTranslations("ui");
  const [shown, setShown] = useState(false);
  const Box = shown ? SquareCheckBig : Square;
  return (
    <div>
      <TextField
        {...props}
        type={shown ? "text" : "password"}
        /* Once visible, it must not be corrected by the browser or sent to a spelling service. */
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        required
      />
      <button
        type="button"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="-ml-1 inline-flex min-h-11 cursor-pointer items-center gap-2 rounded-md px-1 hover:bg-accent-soft noscript:hidden"
      >
        <Box aria-hidden className="size-5 shrink-0 text-accent" />
        {t("showPassword")}
      </button>
    </div>
  );
}
