import { useTranslations } from "next-intl";
import { Alert } from "@/app/_components/ui/alert";
import type { Ahead } from "@/lib/mailings/look-ahead";

/** Says where answers go, and which recipients lack values that the text uses. */
export function AheadNotes({ ahead }: { ahead: Ahead | null }) {
  const t = useTranslations("compose");
  if (!ahead) return null;
  const { replyTo, blanks } = ahead;
  return (
    <>
      <p className="wrap-anywhere mt-3">
        {replyTo ? t("confirm.replyTo", { address: replyTo }) : t("confirm.noReplyTo")}
      </p>
      {blanks.length > 0 && (
        <Alert tone="warning" className="mt-4">
          {blanks.map(({ tag, count }) => (
            <p key={tag}>{t("confirm.blank", { tag: t(`personalise.tags.${tag}`), count })}</p>
          ))}
          <p className="mt-1">{t("confirm.blankTodo")}</p>
        </Alert>
      )}
    </>
  );
}
