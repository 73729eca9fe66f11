import { useTranslations } from "next-intl";
import type { Mailing } from "@/lib/mailings/queries";
import { progressOf } from "../../movement";

/** Progress for screen readers: announced at every tenth, not at every refresh. */
export function SpokenProgress({ mailing }: { mailing: Mailing }) {
  const t = useTranslations("mailings.progress");
  const { sent, toSend, blocked } = progressOf(mailing);
  const tenth = Math.max(1, Math.ceil(toSend / 10));
  const said = mailing.state === "sending" && sent < toSend ? sent - (sent % tenth) : sent;
  const words = t(mailing.state, { sent: said, toSend, blocked });
  return (
    <p aria-live="polite" className="sr-only">
      {/* The state beside the words is not heard with them. */}
      {mailing.state === "sent" ? t("heard", { words }) : words}
    </p>
  );
}
