/** Nobody types into these, or nothing is lost with what was typed. */
const NOT_TYPED = new Set(["hidden", "search", "submit", "button", "reset"]);

/**
 * What has been filled in, to be compared: as it stands in the form, or as it came with the page. Fields that are
 * only ticked otherwise, or stand in another order, make no difference.
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

/** The present password opens what is typed beside it; browsers fill it in by themselves. */
function isTyped({ type, autocomplete }: HTMLInputElement): boolean {
  return !NOT_TYPED.has(type) && autocomplete !== "current-password";
}

/** Line breaks as a field for text gives them, whatever the server sent. */
function lines(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}
