/** The look of a menu entry, without its highlight when it is active. */
export const MENU_ITEM =
  "flex min-h-11 w-full cursor-pointer select-none items-center gap-2 rounded-md px-3 py-2 text-left text-ink no-underline";
