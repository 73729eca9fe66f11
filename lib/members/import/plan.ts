import { cardName } from "@/lib/members/card-name";
import type { ImportRow } from "@/lib/members/import/packed-rows";
import type { RowFault } from "@/lib/members/import/read";
import { Register, type Target } from "@/lib/members/import/register";
import { CARD_FIELDS, type Card, MAX_LENGTHS } from "@/lib/members/input";

/** A card of the office, as an import reads it. */
export type KnownCard = Card & { id: string };

export type ImportPlan = {
  creates: Card[];
  /** Whole cards as they will be, and only those that change. */
  updates: KnownCard[];
  /** Counted in rows, not cards: a person who is in the file twice counts twice. */
  created: number;
  updated: number;
  unchanged: number;
  faults: RowFault[];
};

/**
 * Decides what the rows of a file do to the cards of an office: a row matches a card by address and
 * both names, else by names and postal code, else it becomes a new card. Empty cells change nothing.
 * Planning the same file again on its own result writes nothing.
 *
 * @param rows of a file; either all, or all that have one of some match keys, since other rows do not
 *   affect these.
 * @param hasNames false for a file of addresses alone, whose rows match cards by address.
 * @param cards at least those that have the match key of a row.
 */
export function planImport(
  rows: readonly ImportRow[],
  hasNames: boolean,
  cards: readonly KnownCard[],
): ImportPlan {
  const register = new Register(hasNames, cards);
  const faults: RowFault[] = [];
  /* First reserve cards that some row, perhaps a later one, matches by address and names; then match the rest. */
  const claims = rows.map(({ row, card }) => ({ row, card, exact: register.claim(card) }));
  for (const { row, card, exact } of claims.toSorted((a, b) => turnOf(a) - turnOf(b))) {
    const { count, target } = exact ? register.byAddress(card) : register.find(card);
    if (count > 1) {
      const values = { count };
      faults.push({ row, name: cardName(card), field: "row", code: "ambiguous", values });
    } else if (!target) register.add(card);
    else if (!fits(target.state.notes, card.notes)) {
      const values = { max: MAX_LENGTHS.notes };
      faults.push({ row, name: cardName(card), field: "notes", code: "tooLong", values });
    } else register.change(target, merge(target.state, card));
  }
  return { ...outcome(register.targets), faults };
}

/**
 * Rows that know a card by its address come first, and rows without an address last: by then no card gets another
 * postal code, so that the same file finds the same cards when it is imported again.
 */
function turnOf({ card, exact }: { card: Card; exact: boolean }): number {
  if (exact) return 0;
  return card.email === null ? 2 : 1;
}

/** Values of the row win; where it has none the card keeps its own. Notes are appended, never replaced. */
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
    notes: contains(card.notes, row.notes) ? card.notes : joined(card.notes, row.notes),
  };
}

function joined(notes: string, more: string): string {
  return notes ? `${notes}\n${more}` : more;
}

function fits(notes: string, more: string): boolean {
  return contains(notes, more) || joined(notes, more).length <= MAX_LENGTHS.notes;
}

/** Whether the notes have these very lines already; "medlem" is not found in "ej medlem". */
function contains(notes: string, more: string): boolean {
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
