"use client";

import { Home, Mails, Users } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";

const ICONS = { overview: Home, members: Users, mailings: Mails } as const;

export type Entry = { key: keyof typeof ICONS; href: string };

/** The pages of an office: at the side, and on narrow screens beneath the bar. */
export function Navigation({ entries }: { entries: Entry[] }) {
  const t = useTranslations("frame");
  const path = usePathname();
  const deepest = entries
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
  return (
    <nav aria-label={t("navigation")} className="border-line border-b bg-card md:border-r md:border-b-0">
      <ul className="flex md:sticky md:top-14 md:flex-col md:gap-1 md:p-3">
        {entries.map(({ key, href }) => {
          const Icon = ICONS[key];
          return (
            <li key={key} className="grow md:grow-0">
              <Link
                href={href}
                aria-current={key === deepest?.key ? "page" : undefined}
                className="flex min-h-14 flex-col items-center justify-center gap-0.5 border-transparent border-b-4 px-2 text-ink text-sm no-underline hover:bg-accent-soft aria-[current]:border-accent aria-[current]:font-bold md:min-h-11 md:flex-row md:justify-start md:gap-3 md:rounded-md md:border-0 md:px-3 md:text-base md:aria-[current]:bg-accent-soft md:aria-[current]:text-accent"
              >
                <Icon aria-hidden className="size-5 shrink-0" />
                {t(key)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
