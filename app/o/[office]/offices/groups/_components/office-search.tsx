import { useTranslations } from "next-intl";
import { TextField } from "@/app/_components/ui/field";
import { FormAlert } from "@/app/_components/ui/form-alert";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { GroupState } from "../group-state";

/** Finds offices to tick where they are too many to show all of them. What is ticked stays. */
export function OfficeSearch({ state }: { state: GroupState }) {
  const t = useTranslations("offices.groups");
  const { search } = state.offered;
  return (
    <div className="my-3 grid gap-3">
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          label={t("search")}
          className="min-w-0 grow basis-56"
          name="search"
          type="search"
          maxLength={200}
          autoComplete="off"
          defaultValue={state.values.search}
        />
        <SubmitButton name="find" value="1" variant="secondary" pendingText={t("searching")}>
          {t("find")}
        </SubmitButton>
      </div>
      {search && (
        <FormAlert state={state} tone={search.found > 0 ? "success" : "warning"}>
          {t(search.more ? "foundMore" : "found", { count: search.found })}
        </FormAlert>
      )}
    </div>
  );
}
