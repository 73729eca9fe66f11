import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { BrandMark } from "@/app/_components/frame/brand";
import { LanguageMenu } from "@/app/_components/frame/language-menu";
import { PlainMenu } from "@/app/_components/frame/plain-menu";
import { UserMenu } from "@/app/_components/frame/user-menu";
import type { User } from "@/lib/auth/sessions";
import type { EnteredOffice } from "@/lib/offices/find";

type Props = {
  office: EnteredOffice;
  user: User;
  /** The person may enter other offices as well. */
  several: boolean;
};

/** The dark bar, which shows the current office; always visible, except on phones. */
export function TopBar({ office, user, several }: Props) {
  const t = useTranslations("frame");
  return (
    <header data-bar className="top-0 z-30 bg-bar text-bar-ink md:sticky print:static">
      <div className="flex min-h-14 flex-wrap items-center gap-2 px-2 sm:px-4">
        <Link
          href={`/o/${office.slug}`}
          aria-label={t("home")}
          className="grid size-11 shrink-0 place-items-center rounded-md text-bar-ink hover:bg-bar-raised"
        >
          <BrandMark />
        </Link>
        <p className="flex min-w-0 grow basis-24 flex-wrap items-center gap-x-1.5 py-1.5 leading-tight">
          {office.headOffice && (
            <span
              className="flex min-w-0 items-center gap-1.5 text-bar-soft text-sm sm:text-base"
              title={office.headOffice.name}
            >
              {office.headOffice.slug ? (
                <Link
                  href={`/o/${office.headOffice.slug}`}
                  className="-my-3 inline-flex min-w-0 items-center py-3 text-bar-soft hover:text-bar-ink"
                >
                  <span className="wrap-anywhere md:truncate">{office.headOffice.name}</span>
                </Link>
              ) : (
                <span className="wrap-anywhere md:truncate">{office.headOffice.name}</span>
              )}
              <ChevronRight aria-hidden className="size-4 shrink-0" />
            </span>
          )}
          <strong
            lang={office.language}
            title={office.name}
            className="min-w-0 hyphens-auto break-words md:line-clamp-2 font-bold max-sm:text-sm"
          >
            {office.name}
          </strong>
        </p>
        <LanguageMenu />
        <UserMenu name={user.name} email={user.email} several={several} />
        <PlainMenu name={user.name} email={user.email} several={several} />
      </div>
    </header>
  );
}
