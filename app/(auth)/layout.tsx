import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { BrandMark } from "@/app/_components/frame/brand";
import { LanguageChoice } from "@/app/_components/frame/language-choice";

/** Frame of the pages before an office: one column, one thing to do. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  const t = useTranslations("auth");
  return (
    <div className="flex min-h-dvh flex-col items-center">
      <header data-bar className="w-full bg-bar text-bar-ink">
        <div className="mx-auto flex max-w-lg items-center gap-3 px-4 py-5">
          <BrandMark className="size-10" />
          <p>
            <span className="block font-bold text-xl leading-tight">Brevduva</span>
            <span className="text-bar-soft text-sm">{t("tagline")}</span>
          </p>
        </div>
      </header>
      <main className="w-full max-w-lg grow px-4 py-8">{children}</main>
      <footer className="pb-8">
        <LanguageChoice />
      </footer>
    </div>
  );
}
