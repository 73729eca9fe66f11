"use client";

import { useTranslations } from "next-intl";
import { Toaster as Sonner } from "sonner";

/** Where short notices appear: `toast.success("…")` from `sonner`. */
export function Toaster() {
  const t = useTranslations("ui");
  return (
    <Sonner
      position="bottom-right"
      theme="system"
      duration={8000}
      closeButton
      containerAriaLabel={t("notices")}
      toastOptions={{ closeButtonAriaLabel: t("close"), style: { fontSize: "1rem", fontFamily: "inherit" } }}
    />
  );
}
