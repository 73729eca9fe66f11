import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/app/_components/ui/class-names";
import { TONES, type Tone } from "@/app/_components/ui/tone";

type Props = { tone: Tone; icon: LucideIcon; className?: string; children: ReactNode };

/** A status: colour, icon and word, never colour alone. */
export function Badge({ tone, icon: Icon, className, children }: Props) {
  return (
    <span className={classNames("badge", TONES[tone], className)}>
      <Icon aria-hidden className="size-4 shrink-0" />
      {children}
    </span>
  );
}
