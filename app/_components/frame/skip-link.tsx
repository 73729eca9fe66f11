import { useTranslations } from "next-intl";

/** For those who go by keyboard: past the bar and the navigation. */
export function SkipLink() {
  const t = useTranslations("frame");
  return (
    <a
      href="#content"
      className="fixed top-2 left-2 z-50 -translate-y-24 rounded-md bg-card px-4 py-3 font-semibold shadow-lg focus:translate-y-0 print:hidden"
    >
      {t("skip")}
    </a>
  );
}
