import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

/** Milliseconds, long enough to close a tag that is being typed. */
const PAUSE = 1500;

/** Faults in the merge tags, shown when the writing pauses: otherwise each keystroke would be announced. */
export function MergeFaults({ id, faults }: { id: string; faults: string[] }) {
  const t = useTranslations("compose");
  const words = faults.join("\n");
  const [settled, settle] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => settle(words), words ? PAUSE : 0);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <div id={id} role="status">
      {words && settled && (
        <div className="rounded-md border-failed border-l-4 bg-failed-soft p-4">
          <p className="font-bold">{t("problems")}</p>
          <ul className="list-disc pl-6">
            {settled.split("\n").map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
