"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { Button } from "@/app/_components/ui/button";

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

/**
 * A question that must be answered before going on. Buttons go last, in a `DialogActions`. The focus starts
 * in the first field; or on the title, if there is no field or Enter in it would submit at once, so that
 * pressing Enter twice on the trigger does nothing yet. When the dialog closes, the focus returns unless
 * something else has taken it.
 */
export function Dialog({ trigger, title, description, children, open, onOpenChange }: Props) {
  const t = useTranslations("ui");
  const titleBox = useRef<HTMLHeadingElement>(null);
  const opener = useRef<Element | null>(null);
  const begin = (event: Event) => {
    event.preventDefault();
    opener.current = document.activeElement;
    const content = event.currentTarget instanceof Element ? event.currentTarget : null;
    const field = content?.querySelector<HTMLInputElement>("input:not([type=hidden]), select, textarea");
    const goesOn = field?.form && field.value !== "";
    (goesOn ? titleBox.current : (field ?? titleBox.current))?.focus();
  };
  const end = (event: Event) => {
    /* Radix returns the focus only to a trigger of its own. */
    if (trigger) return;
    event.preventDefault();
    const free = document.activeElement === null || document.activeElement === document.body;
    if (free && opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Radix.Content
          onOpenAutoFocus={begin}
          onCloseAutoFocus={end}
          className="-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 max-h-[90dvh] w-[calc(100vw-2rem)] max-w-lg overflow-y-auto rounded-lg border border-line bg-card p-6 shadow-xl"
        >
          <Radix.Title ref={titleBox} tabIndex={-1} className="mr-10 font-bold text-xl">
            {title}
          </Radix.Title>
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

/**
 * The row of buttons at the end; the one that continues comes first.
 *
 * @param cancel text of the last button, which closes the dialog; left out if there is none or a different
 *   one.
 */
export function DialogActions({ cancel, children }: { cancel?: string; children: ReactNode }) {
  return (
    <div className="mt-4 flex flex-wrap gap-3">
      {children}
      {cancel && (
        <DialogClose>
          <Button variant="secondary">{cancel}</Button>
        </DialogClose>
      )}
    </div>
  );
}

/** Makes its only child, a button, close the dialog. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}
