"use client";

import { ChevronDown, Languages } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import { toast } from "sonner";
import { chooseOwnLanguage } from "@/app/_components/frame/actions";
import { BarButton } from "@/app/_components/frame/bar-button";
import { Menu, MenuChoice, MenuChoices } from "@/app/_components/ui/menu";
import { useAnswered } from "@/app/_components/ui/use-answered";
import { isUnsaved, mayRenderAnew } from "@/app/_components/use-leave-warning";
import { LANGUAGE_NAMES, LANGUAGES } from "@/lib/i18n/language";

/** Chooses the language of the screens. */
export function LanguageMenu() {
  const t = useTranslations("frame");
  const language = useLocale();
  const [pending, start] = useTransition();
  const answered = useAnswered("button");
  const choose = (choice: string) => {
    if (!mayRenderAnew()) return;
    start(async () => {
      const say = (problem: string) => problem;
      const problem = await answered<string | null>(() => chooseOwnLanguage(choice, isUnsaved()), say);
      if (problem) toast.error(problem);
    });
  };
  const trigger = (
    <BarButton aria-busy={pending} className="noscript:hidden">
      <Languages aria-hidden className="size-5" />
      <span className="sr-only">{t("language")}: </span>
      <span aria-hidden className="sm:hidden">
        {language}
      </span>
      <span lang={language} className="sr-only sm:not-sr-only">
        {LANGUAGE_NAMES[language]}
      </span>
      <ChevronDown aria-hidden className="hidden size-4 sm:block" />
    </BarButton>
  );
  return (
    <Menu trigger={trigger}>
      <MenuChoices value={language} onChoose={choose}>
        {LANGUAGES.map((code) => (
          <MenuChoice key={code} value={code} lang={code}>
            {LANGUAGE_NAMES[code]}
          </MenuChoice>
        ))}
      </MenuChoices>
    </Menu>
  );
}
