/** The look of everything that is typed into or chosen from. */
export const controlStyle =
  "block min-h-11 w-full rounded-md border border-edge bg-card px-3 py-2 text-ink placeholder:text-ink-soft disabled:bg-sunk disabled:text-ink-soft aria-invalid:border-2 aria-invalid:border-danger";
