import {
  Ban,
  Check,
  CheckCheck,
  CircleHelp,
  CircleMinus,
  CircleX,
  Clock,
  Hourglass,
  type LucideIcon,
  MailOpen,
  MousePointerClick,
  RotateCw,
  SpellCheck,
  TriangleAlert,
  UserMinus,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/app/_components/ui/badge";
import type { Tone } from "@/app/_components/ui/tone";
import type { MessageStatus } from "@/lib/messages/facts";

/** Family and icon of each status of a message. */
const LOOKS: Record<MessageStatus, { tone: Tone; icon: LucideIcon }> = {
  none: { tone: "underway", icon: CircleMinus },
  queued: { tone: "underway", icon: Clock },
  deferred: { tone: "waiting", icon: Hourglass },
  soft_bounced: { tone: "waiting", icon: RotateCw },
  sent: { tone: "arrived", icon: Check },
  opened: { tone: "arrived", icon: MailOpen },
  clicked: { tone: "arrived", icon: MousePointerClick },
  bounced: { tone: "failed", icon: CircleX },
  invalid: { tone: "failed", icon: SpellCheck },
  unknown: { tone: "neutral", icon: CircleHelp },
  spam: { tone: "declined", icon: TriangleAlert },
  unsubscribed: { tone: "declined", icon: UserMinus },
  blocked: { tone: "declined", icon: Ban },
};

/**
 * Status of a message, the same everywhere.
 *
 * @param delivered the receiving server took it: "Skickat" gets its double tick.
 */
export function StatusBadge({ status, delivered = false }: { status: MessageStatus; delivered?: boolean }) {
  const t = useTranslations("messageStatus");
  const { tone, icon } = LOOKS[status];
  return (
    <Badge tone={tone} icon={status === "sent" && delivered ? CheckCheck : icon}>
      {t(status)}
    </Badge>
  );
}
