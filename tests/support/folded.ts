const LETTERS: Record<string, string> = { ø: "o", đ: "d", ł: "l", ŧ: "t", ı: "i", æ: "ae", ß: "ss" };

/** Folds a text as searches do, but computed differently from the database: letter by letter. */
export function folded(text: string): string {
  const plain = text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  return Array.from(plain, (letter) => LETTERS[letter] ?? letter).join("");
}
