import { Building2, ChevronDown, CircleUser, KeyRound, Languages, LogOut } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { logOut } from "@/app/_components/frame/actions";
import { LanguageChoice } from "@/app/_components/frame/language-choice";
import { MENU_ITEM } from "@/app/_components/ui/menu-style";

const ITEM = `${MENU_ITEM} hover:bg-accent-soft`;

/** The content of the bar's menus as one plain list, for browsers without scripts, in which no menu opens. */
export function PlainMenu({ name, email, several }: { name: string; email: string; several: boolean }) {
  const t = useTranslations("frame");
  return (
    <noscript>
      <details className="relative print:hidden">
        <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 rounded-md px-3 hover:bg-bar-raised">
          <Languages aria-hidden className="size-5" />
          <CircleUser aria-hidden className="size-5" />
          <span className="sr-only">{t("language")}, </span>
          <span className="sr-only sm:not-sr-only sm:max-w-48 sm:truncate">{name || email}</span>
          <ChevronDown aria-hidden className="hidden size-4 sm:block" />
        </summary>
        <div className="wrap-anywhere absolute right-0 z-50 w-80 max-w-[calc(100vw-1rem)] rounded-lg border border-line bg-card p-1 shadow-lg">
          <LanguageChoice />
          <p className="border-line border-t px-3 py-2 text-ink-soft text-sm">
            {t("account", { name: email })}
          </p>
          {several && (
            <Link href="/offices" className={ITEM}>
              <Building2 aria-hidden className="size-5 text-ink-soft" />
              {t("switchOffice")}
            </Link>
          )}
          <Link href="/account" className={ITEM}>
            <KeyRound aria-hidden className="size-5 text-ink-soft" />
            {t("ownLogin")}
          </Link>
          <form action={logOut}>
            <button type="submit" className={ITEM}>
              <LogOut aria-hidden className="size-5 text-ink-soft" />
              {t("logOut")}
            </button>
          </form>
        </div>
      </details>
    </noscript>
  );
}
