import { useLocale, useTranslations } from "next-intl";
import { Button } from "@/app/_components/ui/button";
import { FilterForm } from "@/app/_components/ui/filter-form";
import { FilterLinks } from "@/app/_components/ui/filter-links";
import { Input } from "@/app/_components/ui/input";
import { LinkButton } from "@/app/_components/ui/link-button";
import { formatNumber } from "@/lib/i18n/format";
import { type MessageCounts, presentStatuses } from "@/lib/messages/families";
import type { RecipientFilter } from "@/lib/messages/queries";
import { unbroken } from "../../unbroken";
import { recipientQuery } from "../address";

/** The chips and the search share rows; on a phone the chips are one row that scrolls sideways. */
const ONE_ROW =
  "gap-2 max-sm:space-y-3 sm:flex sm:flex-wrap sm:items-center sm:[&_nav]:contents sm:[&_ul]:contents sm:[&_li_a]:gap-1.5 sm:[&_li_a]:px-3 max-sm:[&_li]:shrink-0 max-sm:[&_nav]:-mx-4 max-sm:[&_nav]:overflow-x-auto max-sm:[&_ul]:w-max max-sm:[&_ul]:flex-nowrap max-sm:[&_ul]:px-4 max-sm:[&_ul]:py-1";

type Props = { here: string; counts: MessageCounts; total: number; filter: RecipientFilter };

/** Narrows the recipients: by each status that some message has, and by a search. */
export function RecipientFilterBar({ here, counts, total, filter }: Props) {
  const t = useTranslations();
  const language = useLocale();
  const help = useTranslations("messageStatusHelp");
  const { status, search } = filter;
  const items = [
    {
      key: "all",
      href: here + recipientQuery({ search }),
      label: t("results.filter.all"),
      count: formatNumber(total, language),
      current: !status,
    },
    ...presentStatuses(counts).map((code) => ({
      key: code,
      href: here + recipientQuery({ status: code, search }),
      label: t(`messageStatus.${code}`),
      count: formatNumber(counts[code], language),
      current: code === status,
    })),
  ];
  return (
    <div className="mb-4 space-y-3">
      <div className={ONE_ROW}>
        <FilterLinks label={t("results.filter.label")} items={items} />
        <div className="flex-1 basis-64">
          <FilterForm action={here} className="flex-nowrap items-center gap-2">
            {status && <input type="hidden" name="status" value={status} />}
            <Input
              aria-label={t("results.search")}
              placeholder={t("results.searchHint")}
              className="min-w-0 max-w-md flex-1"
              name="search"
              type="search"
              maxLength={200}
              defaultValue={search}
              key={search}
            />
            <Button type="submit" variant="secondary">
              {t("results.searchGo")}
            </Button>
            {search && (
              <LinkButton variant="quiet" href={here + recipientQuery({ status })}>
                {t("results.searchClear")}
              </LinkButton>
            )}
          </FilterForm>
        </div>
      </div>
      {status && <p className="max-w-prose text-ink-soft text-sm">{unbroken(help(status))}</p>}
    </div>
  );
}
