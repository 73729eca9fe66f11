import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/ui/button";
import { FormAlert } from "@/app/_components/ui/form-alert";
import type { Notice } from "./use-draft";

type Props = {
  notice: Notice | null;
  /** Where the draft is shown as it was saved last. */
  draftHref: string;
  onSaveOver: (newer: string) => void;
};

/** What went wrong; where somebody else has saved the draft meanwhile, what one can do about it. */
export function ComposerNotice({ notice, draftHref, onSaveOver }: Props) {
  const t = useTranslations("compose.outdated");
  if (notice?.kind === "outdated") {
    return (
      <FormAlert state={notice} tone="warning">
        <p>{notice.text}</p>
        <p className="mt-2 flex flex-wrap items-center gap-x-6 gap-y-2">
          <a href={draftHref} target="_blank" className="inline-flex min-h-11 items-center" rel="noopener">
            {t("look")}
          </a>
          <Button variant="secondary" onClick={() => onSaveOver(notice.newer)}>
            {t("over")}
          </Button>
        </p>
      </FormAlert>
    );
  }
  return <FormAlert state={notice}>{notice?.kind === "problem" && notice.text}</FormAlert>;
}
