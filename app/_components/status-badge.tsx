import {
  Ban,
  Check,
  CircleHelp,
  CircleMinus,
  CircleX,
  Clock,
  Hourglass,
  type LucideIcon,
  MailOpen,
  MousePointerClick,
  RotateCw,
  Send,
  SpellCheck,
  TriangleAlert,
  UserMinus,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/app/_components/ui/badge";
import { Symbols } from "@/app/_components/ui/symbols";
import type { Tone } from "@/app/_components/ui/tone";
import type { MessageStatus } from "@/lib/messages/facts";

/** Family and icon of each status of a message. */
const LOOKS: Record<MessageStatus, { tone: Tone; icon: LucideIcon }> = {
  none: { tone: "underway", icon: CircleMinus },
  queued: { tone: "underway", icon: Clock },
  deferred: { tone: "waiting", icon: Hourglass },
  soft_bounced: { tone: "waiting", icon: RotateCw },
  sent: { tone: "arrived", icon: Send },
  opened: { tone: "arrived", icon: MailOpen },
  clicked: { tone: "arrived", icon: MousePointerClick },
  bounced: { tone: "failed", icon: CircleX },
  invalid: { tone: "failed", icon: SpellCheck },
  unknown: { tone: "neutral", icon: CircleHelp },
  spam: { tone: "declined", icon: TriangleAlert },
  unsubscribed: { tone: "declined", icon: UserMinus },
  blocked: { tone: "declined", icon: Ban },
};

type Shown = {
  status: MessageStatus;
  /** The receiving server took it: "Skickat" gets its tick. */
  delivered?: boolean;
};

type Props = Shown & {
  /** The page defines the icon already: see `StatusSymbols`. */
  drawn?: boolean;
};

/** Status of a message, the same everywhere. */
export function StatusBadge({ drawn = false, ...shown }: Props) {
  const t = useTranslations("messageStatus");
  return (
    <Badge tone={LOOKS[shown.status].tone} icon={drawn ? nameOf(shown) : iconOf(shown)}>
      {t(shown.status)}
    </Badge>
  );
}

/** Defines the icons for a list of messages, once each. */
export function StatusSymbols({ of }: { of: readonly Shown[] }) {
  return <Symbols icons={Object.fromEntries(of.map((shown) => [nameOf(shown), iconOf(shown)]))} />;
}

function isTicked({ status, delivered }: Shown): boolean {
  return status === "sent" && delivered === true;
}

function iconOf(shown: Shown): LucideIcon {
  return isTicked(shown) ? Check : LOOKS[shown.status].icon;
}

function nameOf(shown: Shown): string {
  return isTicked(shown) ? "message-delivered" : `message-${shown.status}`;
}
