import { ProgressBar } from "@/app/_components/ui/progress-bar";
import type { ProgressInWords } from "../words";

/** Progress of a mailing: words, and a bar in the four families. */
export function MailingProgress({ label, total, parts }: ProgressInWords) {
  if (total === 0) return <p className="text-ink-soft">{label}</p>;
  return <ProgressBar label={label} max={total} parts={parts} />;
}
