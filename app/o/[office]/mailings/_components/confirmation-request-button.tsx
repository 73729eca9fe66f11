import { useTranslations } from "next-intl";
import { LinkButton } from "@/app/_components/ui/link-button";
import type { Round } from "@/lib/confirmations/request";
import type { Audience } from "@/lib/members/audience";
import { confirmHref } from "../confirm/href";

type Props = {
  slug: string;
  round: Round;
  audience?: Audience;
  variant?: "primary" | "secondary" | "quiet";
  className?: string;
};

/**
 * Leads to the page that says who would be asked to confirm, and asks. The cards are all of the
 * office, those of a view, or up to a hundred by their ids.
 */
export function ConfirmationRequestButton(props: Props) {
  const { slug, round, audience = {}, variant = "secondary", className } = props;
  const t = useTranslations("mailings");
  return (
    <LinkButton variant={variant} className={className} href={confirmHref(slug, round, audience)}>
      {t(round === "first" ? "ask" : "askAgain")}
    </LinkButton>
  );
}
