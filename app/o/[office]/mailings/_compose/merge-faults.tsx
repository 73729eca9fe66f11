import { useTranslations } from "next-intl";

/** What is wrong with the merge tags of the text, while it is being written. */
export function MergeFaults({ id, faults }: { id: string; faults: string[] }) {
  const t = useTranslations("compose");
  return (
    <div id={id} role="status">
      {faults.length > 0 && (
        <div className="rounded-md border-failed border-l-4 bg-failed-soft p-4">
          <p className="font-bold">{t("problems")}</p>
          <ul className="list-disc pl-6">
            {faults.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
