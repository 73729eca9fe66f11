import { cardName } from "@/lib/members/card-name";
import type { ImportRow } from "@/lib/members/import/packed-rows";
import type { RowFault } from "@/lib/members/import/read";
import { Register, type Target } from "@/lib/members/import/register";
import { CARD_FIELDS, type Card, MAX_LENGTHS } from "@/lib/members/input";

/** A card of the office, as an import meets it. */
export type KnownCard = Card & { id: string };

export type ImportPlan = {
  creates: Card[];
  /** Whole cards as they are to be, and only those that change. */
  updates: KnownCard[];
  /** Rows, not cards: a person who stands twice in the file is counted twice. */
  created: number;
  updated: number;
  unchanged: number;
  faults: RowFault[];
};

/**
 * Decides what the rows of a file do to the cards of an office: a row meets a card by address and
 * both names, else by names and postal code, else it is a new card. Empty cells change nothing.
 * The same file planned again on its own result writes nothing.
 *
 * @param rows of a file, or all of them that have some meeting keys: the rest changes nothing for these.
 * @param hasNames false for a file of addresses alone, whose rows meet cards by the address.
 * @param cards at least those that have the meeting key of a row.
 */
export function planImport(
  rows: readonly ImportRow[],
  hasNames: boolean,
  cards: readonly KnownCard[],
): ImportPlan {
  const register = new Register(hasNames, cards);
  const faults: RowFault[] = [];
  /* Cards that a later row knows by address and names are spoken for before others are guessed. */
  const exact = rows.map(({ card }) => register.claim(card));
  rows.forEach(({ row, card }, index) => {
    const { count, target } = exact[index] ? register.byAddress(card) : register.find(card);
    if (count > 1) {
      const values = { count };
      faults.push({ row, name: cardName(card), field: "row", code: "ambiguous", values });
    } else if (!target) register.add(card);
    else if (!fits(target.state.notes, card.notes)) {
      const values = { max: MAX_LENGTHS.notes };
      faults.push({ row, name: cardName(card), field: "notes", code: "tooLong", values });
    } else register.change(target, merge(target.state, card));
  });
  return { ...outcome(register.targets), faults };
}

/** What the row says wins; what it does not say stays. Notes are added to, never replaced. */
function merge(card: Card, row: Card): Card {
  return {
    firstName: row.firstName || card.firstName,
    lastName: row.lastName || card.lastName,
    organisation: row.organisation || card.organisation,
    street: row.street || card.street,
    postalCode: row.postalCode || card.postalCode,
    city: row.city || card.city,
    country: row.country || card.country,
    email: row.email ?? card.email,
    phone: row.phone || card.phone,
    language: row.language ?? card.language,
    notes: stands(row.notes, card.notes) ? card.notes : joined(card.notes, row.notes),
  };
}

function joined(notes: string, more: string): string {
  return notes ? `${notes}\n${more}` : more;
}

function fits(notes: string, more: string): boolean {
  return stands(more, notes) || joined(notes, more).length <= MAX_LENGTHS.notes;
}

/** Whole lines: "medlem" does not stand in "ej medlem". */
function stands(more: string, notes: string): boolean {
  return more === "" || `\n${notes}\n`.includes(`\n${more}\n`);
}

function outcome(targets: Iterable<Target>): Omit<ImportPlan, "faults"> {
  const plan: Omit<ImportPlan, "faults"> = { creates: [], updates: [], created: 0, updated: 0, unchanged: 0 };
  for (const { id, before, state, rows, changes } of targets) {
    if (!before || id === null) {
      plan.creates.push(state);
      plan.created++;
      plan.updated += changes;
      plan.unchanged += rows - 1 - changes;
    } else if (same(before, state)) plan.unchanged += rows;
    else {
      plan.updates.push({ ...state, id });
      plan.updated += changes;
      plan.unchanged += rows - changes;
    }
  }
  return plan;
}

function same(a: Card, b: Card): boolean {
  return CARD_FIELDS.every((field) => a[field] === b[field]);
}
