import { useTranslations } from "next-intl";
import { spanOf } from "../span";

type Props = { page: Parameters<typeof spanOf>[0]; first: number | null; total: number };

/** "51–100 av 193": where in its list a page is. */
export function PageSpan({ page, first, total }: Props) {
  const t = useTranslations("ui");
  const span = spanOf(page, first, total);
  return span && t("span", { ...span, total });
}
