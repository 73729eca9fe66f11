const CONTROL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * Text that may stand in a header, a subject or a display name: line breaks, control characters
 * and halves of characters become one blank, the ends are trimmed.
 */
export function headerSafe(text: string): string {
  return text.replace(CONTROL, " ").trim();
}
