const LENGTH = 60;

/** The format of an office's part of an address. */
export const SLUG = /^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$/;

/** Whether an office can have this slug; callers of an action may pass anything. */
export function isSlug(given: unknown): given is string {
  return typeof given === "string" && SLUG.test(given);
}

const LETTERS: Record<string, string> = { æ: "ae", ø: "o", ß: "ss", đ: "d", ð: "d", þ: "th", ł: "l" };

/**
 * A name as it can stand in an address: `Byns ungdomsförening r.f.` gives `byns-ungdomsforening-rf`.
 * Empty where nothing is left of the name.
 */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[æøßđðþł]/g, (letter) => LETTERS[letter] ?? "")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f.'’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LENGTH)
    .replace(/^-+|-+$/g, "");
}

/** The slug itself when it is free, else the first free one of `slug-2`, `slug-3`, … */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const ending = number === 1 ? "" : `-${number}`;
    const candidate = `${slug.slice(0, LENGTH - ending.length).replace(/-+$/, "")}${ending}`;
    if (!taken.has(candidate)) return candidate;
  }
}
