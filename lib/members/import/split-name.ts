/** Words that belong to the last name that follows them. */
const PARTICLES = new Set(["af", "av", "von", "van", "de", "der", "den", "di", "la", "le"]);

/**
 * Splits a full name: "Ek, Anna Maria" and "Anna Maria Ek" both have the last name Ek. A single word is taken
 * for a last name.
 */
export function splitName(name: string): { firstName: string; lastName: string } {
  const [before = "", ...after] = name.split(",");
  if (after.length > 0) return { firstName: after.join(" ").trim(), lastName: before.trim() };
  const words = name.trim().split(/\s+/);
  let start = Math.max(words.length - 1, 0);
  while (start > 1 && PARTICLES.has(words[start - 1]?.toLowerCase() ?? "")) start--;
  return { firstName: words.slice(0, start).join(" "), lastName: words.slice(start).join(" ") };
}
