import type { useTranslations } from "next-intl";

/** Gives texts of the screens by their whole keys, in the language of the reader. */
export type Translate = ReturnType<typeof useTranslations<never>>;
