import { useTranslations } from "next-intl";
import { Button } from "@/app/_components/ui/button";
import { Field, TextField } from "@/app/_components/ui/field";
import { FilterForm } from "@/app/_components/ui/filter-form";
import { LinkButton } from "@/app/_components/ui/link-button";
import { Select } from "@/app/_components/ui/select";
import { EMAIL_STATUSES } from "@/lib/addresses/status";
import type { Audience } from "@/lib/members/audience";

/** Narrows the list of cards by words and e-mail status, and says what that status means. */
export function MemberFilter({ slug, view }: { slug: string; view: Audience }) {
  const t = useTranslations();
  const here = `/o/${slug}/members`;
  const chosen = EMAIL_STATUSES.find((status) => status === view.status);
  return (
    <div className="mb-4 space-y-3">
      <FilterForm action={here}>
        <TextField
          className="min-w-0 flex-1 basis-64"
          label={t("members.search")}
          hint={t("members.searchHint")}
          name="search"
          type="search"
          maxLength={200}
          defaultValue={view.search}
          key={view.search}
        />
        <Field className="min-w-[min(13rem,100%)]" label={t("members.status")}>
          {(control) => (
            <Select {...control} name="status" defaultValue={view.status ?? ""}>
              <option value="">{t("members.statusAll")}</option>
              {EMAIL_STATUSES.map((status) => (
                <option key={status} value={status}>
                  {t(`emailStatus.${status}`)}
                </option>
              ))}
              <option value="problem">{t("members.statusProblem")}</option>
              <option value="none">{t("members.statusNone")}</option>
            </Select>
          )}
        </Field>
        <Button type="submit" variant="secondary">
          {t("members.show")}
        </Button>
        {(view.search || view.status) && (
          <LinkButton variant="quiet" href={here}>
            {t("members.clear")}
          </LinkButton>
        )}
      </FilterForm>
      {chosen && <p className="max-w-prose text-ink-soft text-sm">{t(`emailStatusHelp.${chosen}`)}</p>}
    </div>
  );
}
