"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

type Props = {
  /** The button that opens it. */
  trigger?: ReactNode;
  title: ReactNode;
  /** What will happen, in a sentence or two. */
  description: ReactNode;
  children?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
};

/** A question that must be answered before going on. Buttons go last, in a `DialogActions`. */
export function Dialog({ trigger, title, description, children, open, onOpenChange }: Props) {
  const t = useTranslations("ui");
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Radix.Content className="-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 max-h-[90dvh] w-[calc(100vw-2rem)] max-w-lg overflow-y-auto rounded-lg border border-line bg-card p-6 shadow-xl">
          <Radix.Title className="pr-10 font-bold text-xl">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-2 mb-4">{description}</div>
          </Radix.Description>
          {children}
          <Radix.Close
            aria-label={t("close")}
            className="absolute top-3 right-3 grid size-11 cursor-pointer place-items-center rounded-md hover:bg-accent-soft"
          >
            <X aria-hidden className="size-5" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The row of buttons at the end; the one that goes on comes first. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-4 flex flex-wrap gap-3">{children}</div>;
}

/** Makes its only child, a button, close the dialog. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}
