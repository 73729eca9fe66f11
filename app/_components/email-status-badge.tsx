import {
  Ban,
  Check,
  CircleDashed,
  CircleX,
  type LucideIcon,
  MailQuestion,
  SpellCheck,
  TriangleAlert,
  UserMinus,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/app/_components/ui/badge";
import { Symbols } from "@/app/_components/ui/symbols";
import type { Tone } from "@/app/_components/ui/tone";
import type { EmailStatus } from "@/lib/addresses/status";

/** Family and icon of each e-mail status of a card. */
const LOOKS: Record<EmailStatus, { tone: Tone; icon: LucideIcon }> = {
  unconfirmed: { tone: "neutral", icon: CircleDashed },
  confirmation_requested: { tone: "underway", icon: MailQuestion },
  confirmed: { tone: "arrived", icon: Check },
  problem_bounced: { tone: "failed", icon: CircleX },
  problem_invalid: { tone: "failed", icon: SpellCheck },
  problem_spam: { tone: "declined", icon: TriangleAlert },
  problem_unsubscribed: { tone: "declined", icon: UserMinus },
  problem_blocked: { tone: "declined", icon: Ban },
};

type Props = {
  status: EmailStatus;
  /** The page defines the icon already: see `EmailStatusSymbols`. */
  drawn?: boolean;
};

/** E-mail status of a card, the same everywhere. */
export function EmailStatusBadge({ status, drawn = false }: Props) {
  const t = useTranslations("emailStatus");
  const { tone, icon } = LOOKS[status];
  return (
    <Badge tone={tone} icon={drawn ? nameOf(status) : icon}>
      {t(status)}
    </Badge>
  );
}

/** Defines the icons for a list of cards, once each. */
export function EmailStatusSymbols({ of }: { of: readonly EmailStatus[] }) {
  return <Symbols icons={Object.fromEntries(of.map((status) => [nameOf(status), LOOKS[status].icon]))} />;
}

const nameOf = (status: EmailStatus) => `card-${status}`;
