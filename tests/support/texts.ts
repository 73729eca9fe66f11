import { createTranslator } from "next-intl";
import sv from "@/messages/sv.json";

/** The Swedish text with this key, as a person sees it: tests name keys, never words. */
export const text = createTranslator({ locale: "sv", messages: sv });

const ANYTHING = "\u2026anything\u2026";

/**
 * As `text`, but a value that is `anything` matches anything, and blanks and hyphens match any kind of them.
 */
export function pattern(filled: string): RegExp {
  const parts = filled.split(ANYTHING).map((part) =>
    part
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replace(/\s+/g, "\\s+")
      .replace(/-/g, "[-\u2011]"),
  );
  return new RegExp(parts.join(".*"));
}

/** A value that `pattern` leaves open. */
export const anything = ANYTHING;
