/** Keeps "e-postlåda" on one line: the hyphen of "e-post" is no place to break at. */
export function unbroken(text: string): string {
  return text.replaceAll("e-post", "e\u2011post");
}
