import { z } from "zod";
import type { Fault } from "@/lib/members/faults";
import { CARD_FIELDS, type CardField, type CardInput } from "@/lib/members/input";

/** What the form of a card shows after an attempt to save: all that was typed, and what is wrong. */
export type CardState = {
  values: CardInput;
  faults: Partial<Record<CardField, Pick<Fault, "code" | "values">>>;
  outcome: "new" | "fix" | "conflict" | "gone" | "unavailable";
  /** The card that the next attempt may overwrite; after a conflict the one that is there now. */
  version?: string | undefined;
};

const typedSchema = z.partialRecord(z.enum(CARD_FIELDS), z.string().max(100_000));

/** The fields of a card as they were typed. */
export function typedCard(form: FormData): CardInput {
  return typedSchema.parse(
    Object.fromEntries(CARD_FIELDS.flatMap((field) => (form.has(field) ? [[field, form.get(field)]] : []))),
  );
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
