import { useTranslations } from "next-intl";
import { ProgressBar } from "@/app/_components/ui/progress-bar";
import type { Mailing } from "@/lib/mailings/queries";
import { progressOf } from "../movement";

/** Progress of a mailing: words, and a bar in the four families. */
export function MailingProgress({ mailing }: { mailing: Mailing }) {
  const t = useTranslations("mailings.progress");
  const { sent, total, parts } = progressOf(mailing);
  const label = t(mailing.state, { sent, total });
  if (mailing.state === "draft" || total === 0) return <p className="text-ink-soft">{label}</p>;
  return <ProgressBar label={label} max={total} parts={parts} />;
}
