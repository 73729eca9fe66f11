import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/app/_components/ui/class-names";
import { SymbolIcon } from "@/app/_components/ui/symbols";
import { TONES, type Tone } from "@/app/_components/ui/tone";

type Props = {
  tone: Tone;
  /** As a name: one of the page's `Symbols`. */
  icon: LucideIcon | string;
  className?: string;
  children: ReactNode;
};

const ICON = "size-4 shrink-0";

/** A status: colour, icon and word, never colour alone. */
export function Badge({ tone, icon: Icon, className, children }: Props) {
  return (
    <span className={classNames("badge", TONES[tone], className)}>
      {typeof Icon === "string" ? (
        <SymbolIcon name={Icon} className={ICON} />
      ) : (
        <Icon aria-hidden className={ICON} />
      )}
      {children}
    </span>
  );
}
