import { classNames } from "@/app/_components/ui/class-names";
import { TONE_BARS, type Tone } from "@/app/_components/ui/tone";

type Props = {
  /** What it says in words, for example "Skickar 412 av 1 000 …". */
  label: string;
  max: number;
  /** One part, or several after each other. */
  parts: { tone: Tone; value: number }[];
};

/** How far something has come: words first, then a bar that only shows the same. */
export function ProgressBar({ label, max, parts }: Props) {
  return (
    <div>
      <p className="mb-1">{label}</p>
      <div aria-hidden className="flex h-3.5 overflow-hidden rounded-full border border-edge bg-sunk">
        {parts.map((part) => (
          <div
            key={part.tone}
            className={classNames("h-full forced-color-adjust-none transition-[width]", TONE_BARS[part.tone])}
            style={{ width: max > 0 ? `${(part.value / max) * 100}%` : 0 }}
          />
        ))}
      </div>
    </div>
  );
}
