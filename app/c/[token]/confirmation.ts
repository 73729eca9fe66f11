import { cache } from "react";
import { readConfirmation } from "@/lib/confirmations/link";

/** What the link stands for; read once for a page and its title. */
export const confirmationOf = cache(readConfirmation);
