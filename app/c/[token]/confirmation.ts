import { cache } from "react";
import { type Confirmation, readConfirmation } from "@/lib/confirmations/link";

/** What the link stands for; cached, because title and page both need it. */
export const confirmationOf = cache(readConfirmation);

/** Which texts the page shows: somebody who has just pressed the button is thanked. */
export function shownOf<State extends Confirmation["state"]>(state: State, { now }: { now?: unknown }) {
  return state === "confirmed" && now !== undefined ? "confirmedNow" : state;
}
