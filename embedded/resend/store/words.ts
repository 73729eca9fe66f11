/** The words of a text that the outbox can be searched by: lower case, each once. */
export function searchWords(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])];
}

/**
 * A text search query for mails that have a word beginning with each of the given words.
 *
 * @returns undefined when the text has no words
 */
export function searchQuery(text: string): string | undefined {
  return conjunction(text, (word) => `'${word}':*`);
}

/** The same for mails that have each of the words as it is. */
export function wholeWordsQuery(text: string): string | undefined {
  return conjunction(text, (word) => `'${word}'`);
}

function conjunction(text: string, term: (word: string) => string): string | undefined {
  const words = searchWords(text);
  return words.length === 0 ? undefined : words.map(term).join(" & ");
}
