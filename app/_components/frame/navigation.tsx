"use client";

import {
  Building2,
  Contact,
  Ellipsis,
  History,
  Home,
  type LucideIcon,
  Mails,
  Network,
  UsersRound,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { Menu, MenuLink } from "@/app/_components/ui/menu";

const ICONS = {
  overview: Home,
  members: Contact,
  mailings: Mails,
  colleagues: UsersRound,
  offices: Network,
  settings: Building2,
  log: History,
} as const;

export type Entry = { key: keyof typeof ICONS; href: string };

/** On narrow screens a column of icon and word, on wide ones a line. */
const ITEM =
  "flex min-h-14 w-full cursor-pointer flex-col items-center justify-center gap-0.5 border-transparent border-b-4 px-1 text-ink text-sm no-underline max-[22rem]:px-0 max-[22rem]:text-xs hover:bg-accent-soft aria-[current]:border-accent min-[24rem]:aria-[current]:font-bold md:min-h-11 md:flex-row md:justify-start md:gap-3 md:rounded-md md:border-0 md:px-3 md:text-base md:aria-[current]:bg-accent-soft md:aria-[current]:text-accent forced-colors:border-[Canvas] forced-colors:aria-[current]:border-[Highlight] forced-colors:md:aria-[current]:border-l-4";

type Props = {
  /** The pages for the daily work. */
  entries: Entry[];
  /** The pages about the office itself; on narrow screens in a menu. */
  office: Entry[];
};

/** The pages of an office: at the side, and on narrow screens beneath the bar. */
export function Navigation({ entries, office }: Props) {
  const t = useTranslations("frame");
  const path = usePathname();
  const deepest = [...entries, ...office]
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
  const item = ({ key, href }: Entry) => (
    <Link href={href} aria-current={key === deepest?.key ? "page" : undefined} className={ITEM}>
      <Label icon={ICONS[key]} text={t(key)} />
    </Link>
  );
  return (
    <nav
      aria-label={t("navigation")}
      className="border-line border-b bg-card md:border-r md:border-b-0 print:hidden"
    >
      <ul className="flex flex-wrap md:sticky md:top-14 md:flex-col md:gap-1 md:p-3">
        {entries.map((entry) => (
          <li key={entry.key} className="grow md:grow-0">
            {item(entry)}
          </li>
        ))}
        {office.length > 0 && (
          <>
            <li className="grow md:hidden noscript:hidden">
              <Menu
                trigger={
                  <button
                    type="button"
                    aria-current={office.some(({ key }) => key === deepest?.key) ? "true" : undefined}
                    className={ITEM}
                  >
                    <Label icon={Ellipsis} text={t("more")} />
                  </button>
                }
              >
                {office.map(({ key, href }) => (
                  <MenuLink key={key} href={href}>
                    <Label icon={ICONS[key]} text={t(key)} />
                  </MenuLink>
                ))}
              </Menu>
            </li>
            {office.map((entry, place) => (
              <li
                key={entry.key}
                className={`hidden md:block noscript:block ${place === 0 ? "border-line md:mt-2 md:border-t md:pt-3" : ""}`}
              >
                {item(entry)}
              </li>
            ))}
          </>
        )}
      </ul>
    </nav>
  );
}

function Label({ icon: Icon, text }: { icon: LucideIcon; text: string }) {
  return (
    <>
      <Icon aria-hidden className="size-5 shrink-0" />
      {text}
    </>
  );
}
