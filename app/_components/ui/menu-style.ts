/** The look of an entry of a menu; how it shows that it is the next to be chosen is another matter. */
export const MENU_ITEM =
  "flex min-h-11 w-full cursor-pointer select-none items-center gap-2 rounded-md px-3 py-2 text-left text-ink no-underline";
