import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/ui/button";
import { Field, TextField } from "@/app/_components/ui/field";
import { LinkButton } from "@/app/_components/ui/link-button";
import { Select } from "@/app/_components/ui/select";
import { LOG_KINDS } from "@/lib/log-book/acts";
import { type LogFilter as Filter, isBackward } from "@/lib/log-book/input";
import { logQuery } from "../view";

/** Narrows the log; a plain form, so that the address says what is shown. */
export function LogFilter({ slug, filter }: { slug: string; filter: Filter }) {
  const t = useTranslations("log");
  const here = `/o/${slug}/log`;
  return (
    <search>
      {/* A browser would put back what was chosen on the page before, beside a list that it does not fit. */}
      <form action={here} autoComplete="off" className="mb-6 flex flex-wrap items-end gap-3">
        <TextField
          className="min-w-0 flex-1 basis-64"
          label={t("search")}
          hint={t("searchHint")}
          name="search"
          type="search"
          maxLength={200}
          defaultValue={filter.search}
          key={filter.search}
        />
        <Field className="min-w-[min(11rem,100%)]" label={t("kind")}>
          {(control) => (
            <Select {...control} name="kind" defaultValue={filter.kind ?? ""}>
              <option value="">{t("everyKind")}</option>
              {LOG_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kinds.${kind}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <TextField
          label={t("from")}
          name="from"
          type="date"
          defaultValue={filter.from}
          key={`f${filter.from}`}
        />
        <TextField
          label={t("until")}
          error={isBackward(filter) && t("backward")}
          name="until"
          type="date"
          defaultValue={filter.until}
          key={`u${filter.until}`}
        />
        <Button type="submit" variant="secondary">
          {t("show")}
        </Button>
        {logQuery(filter) && (
          <LinkButton variant="quiet" href={here}>
            {t("clear")}
          </LinkButton>
        )}
      </form>
    </search>
  );
}
