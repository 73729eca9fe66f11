import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/ui/button";
import { Field, TextField } from "@/app/_components/ui/field";
import { FilterForm } from "@/app/_components/ui/filter-form";
import { LinkButton } from "@/app/_components/ui/link-button";
import { Select } from "@/app/_components/ui/select";
import { LOG_KINDS } from "@/lib/log-book/acts";
import { type LogFilter as Filter, isBackward } from "@/lib/log-book/input";
import { logQuery } from "../view";

/** Narrows the log by words, kind and days. */
export function LogFilter({ slug, filter }: { slug: string; filter: Filter }) {
  const t = useTranslations("log");
  const here = `/o/${slug}/log`;
  return (
    <FilterForm action={here} className="mb-6">
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
    </FilterForm>
  );
}
