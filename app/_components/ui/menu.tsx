"use client";

import Link from "next/link";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { MENU_ITEM } from "@/app/_components/ui/menu-style";

const itemStyle = `${MENU_ITEM} outline-none data-highlighted:bg-accent-soft data-highlighted:outline-2 data-highlighted:outline-focus`;

type Props = { trigger: ReactNode; align?: "start" | "end"; children: ReactNode };

/** A menu that opens from a button. */
export function Menu({ trigger, align = "end", children }: Props) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        align={align}
        sideOffset={6}
        collisionPadding={12}
        className="wrap-anywhere z-50 min-w-52 max-w-[min(24rem,calc(100vw-1.5rem))] rounded-lg border border-line bg-card p-1 shadow-lg"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

export function MenuItem({ onSelect, children }: { onSelect?: () => void; children: ReactNode }) {
  return (
    <DropdownMenu.Item className={itemStyle} onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <DropdownMenu.Item asChild>
      <Link href={href} className={itemStyle}>
        {children}
      </Link>
    </DropdownMenu.Item>
  );
}

type Choice = { value: string; onChoose: (value: string) => void; children: ReactNode };

/** Choices of which one holds; its items are `MenuChoice`. */
export function MenuChoices({ value, onChoose, children }: Choice) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={onChoose}>
      {children}
    </DropdownMenu.RadioGroup>
  );
}

export function MenuChoice({ value, lang, children }: { value: string; lang?: string; children: ReactNode }) {
  return (
    <DropdownMenu.RadioItem value={value} lang={lang} className={itemStyle}>
      <span aria-hidden className="w-4">
        <DropdownMenu.ItemIndicator>✓</DropdownMenu.ItemIndicator>
      </span>
      {children}
    </DropdownMenu.RadioItem>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-3 py-2 text-ink-soft text-sm">{children}</DropdownMenu.Label>;
}
