import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useLocale } from "next-intl";
import type { ReactNode } from "react";
import { OneLanguage } from "@/app/_components/one-language";

type Props = {
  title: ReactNode;
  /** A line beneath the title. */
  children?: ReactNode;
  /** Buttons; the most important one last. */
  actions?: ReactNode;
  back?: { href: string; label: ReactNode };
};

/** The page's title and what can be done on it. */
export function PageHeader({ title, children, actions, back }: Props) {
  return (
    <header className="mb-6">
      <OneLanguage language={useLocale()} />
      {back && (
        <Link href={back.href} className="wrap-anywhere -ml-1 mb-1 inline-flex min-h-11 items-center gap-1">
          <ChevronLeft aria-hidden className="size-5 shrink-0" />
          {back.label}
        </Link>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="min-w-0 break-words font-bold text-2xl leading-tight sm:text-3xl">{title}</h1>
        {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
      </div>
      {children && <div className="mt-3 max-w-prose text-ink-soft">{children}</div>}
    </header>
  );
}
