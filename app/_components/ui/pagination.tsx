import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LinkButton } from "@/app/_components/ui/link-button";

type Props = {
  previous?: string;
  next?: string;
  /** Where in the list one is, if that is known. */
  children?: ReactNode;
};

/**
 * Links to the previous and the next page; nothing if there is only one page. Keyed by address, so that the
 * focus does not stay at the foot of the list: see `Arrival`.
 */
export function Pagination({ previous, next, children }: Props) {
  const t = useTranslations("ui");
  if (!previous && !next) return null;
  return (
    <nav aria-label={t("pages")} className="mt-4 flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
      {previous ? (
        <LinkButton key={previous} variant="secondary" href={previous} rel="prev">
          <ChevronLeft aria-hidden className="size-5" />
          {t("previousPage")}
        </LinkButton>
      ) : (
        <span />
      )}
      {children && (
        <p role="status" className="text-center text-ink-soft max-sm:order-first max-sm:w-full">
          {children}
        </p>
      )}
      {next ? (
        <LinkButton key={next} variant="secondary" href={next} rel="next">
          {t("nextPage")}
          <ChevronRight aria-hidden className="size-5" />
        </LinkButton>
      ) : (
        <span />
      )}
    </nav>
  );
}
