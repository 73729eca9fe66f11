import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { LinkButton } from "@/app/_components/ui/link-button";

/** Links to the page before and the page after; nothing when there is but one page. */
export function Pagination({ previous, next }: { previous?: string; next?: string }) {
  const t = useTranslations("ui");
  if (!previous && !next) return null;
  return (
    <nav aria-label={t("pages")} className="mt-4 flex justify-between gap-3">
      {previous ? (
        <LinkButton variant="secondary" href={previous} rel="prev">
          <ChevronLeft aria-hidden className="size-5" />
          {t("previousPage")}
        </LinkButton>
      ) : (
        <span />
      )}
      {next && (
        <LinkButton variant="secondary" href={next} rel="next">
          {t("nextPage")}
          <ChevronRight aria-hidden className="size-5" />
        </LinkButton>
      )}
    </nav>
  );
}
