/** Controls that nobody types into, or whose content need not be saved. */
const NOT_TYPED = new Set(["hidden", "search", "submit", "button", "reset"]);

/**
 * The contents of a form for comparison: as they are now, or as they came with the page. Boxes that merely
 * come in another order make no difference.
 */
export function formContents(form: HTMLFormElement, as: "stands" | "came"): string {
  const came = as === "came";
  const contents: string[] = [];
  const put = (name: string, value: string) => contents.push(JSON.stringify([name, lines(value)]));
  for (const field of form.elements) {
    if (field instanceof HTMLSelectElement) {
      for (const option of field.options) {
        if (came ? option.defaultSelected : option.selected) put(field.name, option.value);
      }
    } else if (field instanceof HTMLTextAreaElement) {
      put(field.name, came ? field.defaultValue : field.value);
    } else if (field instanceof HTMLInputElement && isTyped(field)) {
      const ticked = field.type === "checkbox" || field.type === "radio";
      if (ticked && (came ? field.defaultChecked : field.checked)) put(field.name, field.value);
      if (!ticked) put(field.name, came ? field.defaultValue : field.value);
    }
  }
  return contents.sort().join();
}

/** Not the present password, which only authorises the other fields and which browsers fill in. */
function isTyped({ type, autocomplete }: HTMLInputElement): boolean {
  return !NOT_TYPED.has(type) && autocomplete !== "current-password";
}

/** Normalises line breaks as a text field does, whatever the server sent. */
function lines(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}
