/** Keeps "e-postlåda" on one line, by replacing the hyphen of "e-post" with a non-breaking one. */
export function unbroken(text: string): string {
  return text.replaceAll("e-post", "e\u2011post");
}
