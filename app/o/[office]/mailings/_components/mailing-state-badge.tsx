import {
  Ban,
  CalendarClock,
  CircleCheck,
  Hourglass,
  type LucideIcon,
  PauseCircle,
  PencilLine,
  Send,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/app/_components/ui/badge";
import { Symbols } from "@/app/_components/ui/symbols";
import type { Tone } from "@/app/_components/ui/tone";
import type { MailingState } from "@/lib/mailings/state";

const LOOKS: Record<MailingState, { tone: Tone; icon: LucideIcon }> = {
  draft: { tone: "neutral", icon: PencilLine },
  scheduled: { tone: "underway", icon: CalendarClock },
  preparing: { tone: "underway", icon: Hourglass },
  sending: { tone: "underway", icon: Send },
  paused: { tone: "waiting", icon: PauseCircle },
  sent: { tone: "arrived", icon: CircleCheck },
  cancelled: { tone: "neutral", icon: Ban },
};

type Props = {
  state: MailingState;
  /** The page defines the icon already: see `MailingStateSymbols`. */
  drawn?: boolean;
};

/** How far a mailing has come as a whole. */
export function MailingStateBadge({ state, drawn = false }: Props) {
  const t = useTranslations("mailingState");
  const { tone, icon } = LOOKS[state];
  return (
    <Badge tone={tone} icon={drawn ? nameOf(state) : icon}>
      {t(state)}
    </Badge>
  );
}

/** Defines the icons for a list of mailings, once each. */
export function MailingStateSymbols({ of }: { of: readonly MailingState[] }) {
  return <Symbols icons={Object.fromEntries(of.map((state) => [nameOf(state), LOOKS[state].icon]))} />;
}

const nameOf = (state: MailingState) => `mailing-${state}`;
