/** Controls that nobody types into, or whose content need not be saved. */
const NOT_TYPED = new Set(["hidden", "search", "submit", "button", "reset"]);

/** The contents of a form for comparison: as they are now, or as they came with the page. Order does not matter. */
export function formContents(form: HTMLFormElement, when: "now" | "loaded"): string {
  const loaded = when === "loaded";
  const contents: string[] = [];
  const put = (name: string, value: string) => contents.push(JSON.stringify([name, lines(value)]));
  for (const field of form.elements) {
    if (field instanceof HTMLSelectElement) {
      for (const option of field.options) {
        if (loaded ? option.defaultSelected : option.selected) put(field.name, option.value);
      }
    } else if (field instanceof HTMLTextAreaElement) {
      put(field.name, loaded ? field.defaultValue : field.value);
    } else if (field instanceof HTMLInputElement && isTyped(field)) {
      const ticked = field.type === "checkbox" || field.type === "radio";
      if (ticked && (loaded ? field.defaultChecked : field.checked)) put(field.name, field.value);
      if (!ticked) put(field.name, loaded ? field.defaultValue : field.value);
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
