import { cache } from "react";
import { type ConfirmationState, readConfirmation } from "@/lib/confirmations/link";

/** What the link stands for; read once for a page and its title. */
export const confirmationOf = cache(readConfirmation);

/** What the page says; it thanks whoever comes from the button. */
export function shownOf(state: ConfirmationState, { now }: { now?: unknown }) {
  return state === "confirmed" && now !== undefined ? "confirmedNow" : state;
}
