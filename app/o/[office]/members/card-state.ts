import { textOf } from "@/app/_edge/form";
import type { Fault } from "@/lib/members/faults";
import { CARD_FIELDS, type CardField, type CardInput } from "@/lib/members/input";
import type { NamedCard } from "@/lib/members/same-address";

/** What the form of a card shows after an attempt to save: all that was typed, and what is wrong. */
export type CardState = {
  values: CardInput;
  faults: Partial<Record<CardField, Pick<Fault, "code" | "values">>>;
  outcome: "new" | "fix" | "conflict" | "gone" | "unavailable" | "stopped" | "twins";
  /** Existing cards with the same name and address, about which it asks first. */
  twins?: NamedCard[];
  /** In words, where one has to log in or wait first. */
  message?: string;
  /** The card that the next attempt may overwrite; after a conflict the one that is there now. */
  version?: string | undefined;
};

/** The fields of a card as they were typed. */
export function typedCard(form: FormData): CardInput {
  return Object.fromEntries(CARD_FIELDS.map((field) => [field, textOf(form, field)]));
}

/** The first fault of each field, beside what was typed. */
export function refused(values: CardInput, faults: readonly Fault[], version?: string): CardState {
  const first: CardState["faults"] = {};
  for (const { field, code, values } of faults) {
    const known = CARD_FIELDS.find((name) => name === field);
    if (known) first[known] ??= { code, values };
  }
  return { values, faults: first, outcome: "fix", version };
}
