import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonStyle } from "@/app/_components/ui/button-style";
import { Card } from "@/app/_components/ui/card";
import { PERSON_FILE_FORMATS } from "@/lib/person-data/format";

/** All that the office holds about the person, to take along. A plain form: the answer is a file. */
export function PersonDataCard({ action }: { action: string }) {
  const t = useTranslations("members.person");
  return (
    <Card title={t("title")}>
      <p className="mb-4 max-w-prose">{t("explain")}</p>
      <form action={action} method="post" className="flex flex-wrap gap-3">
        {PERSON_FILE_FORMATS.map((format) => (
          <button
            key={format}
            type="submit"
            name="format"
            value={format}
            className={buttonStyle({ variant: "secondary" })}
          >
            <Download aria-hidden className="size-5" />
            {t(format)}
          </button>
        ))}
      </form>
    </Card>
  );
}
