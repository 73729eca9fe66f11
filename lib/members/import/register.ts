import { CARD_FIELDS, type Card } from "@/lib/members/input";

/** A card that rows of a file may match: one of the office, or one that an earlier row creates. */
export type Target = {
  id: string | null;
  before: Card | null;
  state: Card;
  /** How many rows matched it, and how many of these changed something. */
  rows: number;
  changes: number;
  /** Some row matches its address and names, so a row with another address is about somebody else. */
  spokenFor: boolean;
};

/** The cards that a row may be about: how many, and the first of them. */
export type Found = { count: number; target: Target | undefined };

/** How a card may be matched by names and postal code: it has no address, an address that a row may replace, or is spoken for. */
type Standing = "addressless" | "open" | "spokenFor";

/**
 * The cards of an office during an import, indexed by address and by postal code. A file or a register may
 * hold thousands of cards that look alike, so no search walks through all of them for each row.
 */
export class Register {
  readonly targets = new Set<Target>();
  private readonly addresses = new Shelves<string>();
  private readonly places = new Shelves<Standing>();
  /** Address keys of which every card is spoken for. */
  private readonly claimed = new Set<string>();

  constructor(
    private readonly hasNames: boolean,
    cards: readonly (Card & { id: string })[],
  ) {
    for (const { id, ...card } of cards) {
      this.enter({ id, before: card, state: card, rows: 0, changes: 0, spokenFor: false });
    }
  }

  /** The cards with this row's address and names; several only where nothing distinguishes them. */
  byAddress(card: Card): Found {
    const key = this.addressKey(card);
    return key === null ? firstOf() : firstOf(this.alike(key, card));
  }

  /**
   * Reserves the cards with this row's address and names: no row with another address will match them.
   *
   * @returns whether there are any.
   */
  claim(card: Card): boolean {
    const key = this.addressKey(card);
    if (key === null) return false;
    const alike = this.alike(key, card);
    const isAll = alike === this.addresses.all(key);
    if (!isAll || !this.claimed.has(key)) for (const target of alike ?? []) this.speakFor(target);
    if (isAll) this.claimed.add(key);
    return (alike?.size ?? 0) > 0;
  }

  /** The cards that a row may be about: by address and names, else by names and postal code. */
  find(card: Card): Found {
    const found = this.byAddress(card);
    if (found.count > 0 || !this.hasNames || nameKey(card) === NAMELESS) return found;
    const place = placeKey(card);
    if (card.email === null) return firstOf(this.places.all(place));
    const open = card.postalCode === "" ? undefined : this.places.part(place, "open");
    return firstOf(this.places.part(place, "addressless"), open);
  }

  add(card: Card): void {
    this.enter({ id: null, before: null, state: card, rows: 1, changes: 0, spokenFor: card.email !== null });
  }

  change(target: Target, state: Card): void {
    target.rows++;
    if (CARD_FIELDS.some((field) => target.state[field] !== state[field])) target.changes++;
    this.leave(target);
    if (target.state.email !== state.email) target.spokenFor = true;
    target.state = state;
    this.enter(target);
  }

  /** The cards with an address key; only the one at the row's postal code, if exactly one is there. */
  private alike(key: string, { postalCode }: Card): Set<Target> | undefined {
    const all = this.addresses.all(key);
    const here = postalCode && this.addresses.part(key, fold(postalCode));
    return here && here.size === 1 ? here : all;
  }

  private speakFor(target: Target): void {
    const place = placeKey(target.state);
    this.places.remove(place, standingOf(target), target);
    target.spokenFor = true;
    this.places.put(place, standingOf(target), target);
  }

  private enter(target: Target): void {
    this.targets.add(target);
    const { state } = target;
    const key = this.addressKey(state);
    if (key !== null) this.addresses.put(key, fold(state.postalCode), target);
    this.places.put(placeKey(state), standingOf(target), target);
  }

  private leave(target: Target): void {
    const { state } = target;
    const key = this.addressKey(state);
    if (key !== null) this.addresses.remove(key, fold(state.postalCode), target);
    this.places.remove(placeKey(state), standingOf(target), target);
  }

  private addressKey({ email, ...card }: Card): string | null {
    if (email === null) return null;
    return this.hasNames ? `${email}\n${nameKey(card)}` : email;
  }
}

function standingOf({ state, spokenFor }: Target): Standing {
  if (state.email === null) return "addressless";
  return spokenFor ? "spokenFor" : "open";
}

function firstOf(...sets: (Set<Target> | undefined)[]): Found {
  const count = sets.reduce((sum, set) => sum + (set?.size ?? 0), 0);
  const [target] = sets.flatMap((set) => set?.values().next().value ?? []);
  return { count, target };
}

/** Cards by a key, and by parts within it. */
class Shelves<Part> {
  private readonly shelves = new Map<string, { all: Set<Target>; parts: Map<Part, Set<Target>> }>();

  all(key: string): Set<Target> | undefined {
    return this.shelves.get(key)?.all;
  }

  part(key: string, part: Part): Set<Target> | undefined {
    return this.shelves.get(key)?.parts.get(part);
  }

  put(key: string, part: Part, target: Target): void {
    const shelf = this.shelves.get(key) ?? { all: new Set(), parts: new Map() };
    this.shelves.set(key, shelf);
    shelf.all.add(target);
    const among = shelf.parts.get(part) ?? new Set();
    shelf.parts.set(part, among.add(target));
  }

  remove(key: string, part: Part, target: Target): void {
    this.all(key)?.delete(target);
    this.part(key, part)?.delete(target);
  }
}

/**
 * What a row and a card have in common if they can match. A row never changes the key of the card that it
 * matches, so rows with different keys do not affect each other.
 */
export function matchKey(card: Card, hasNames: boolean): string {
  if (!hasNames) return card.email ?? "";
  const key = nameKey(card);
  return key === NAMELESS ? `${key}\n${card.email}` : key;
}

function placeKey(card: Card): string {
  return `${nameKey(card)}\n${fold(card.postalCode)}`;
}

const NAMELESS = "\n\n";

/** Both names; where there are none, the organisation stands for them. */
function nameKey(card: Pick<Card, "firstName" | "lastName" | "organisation">): string {
  const names = `${card.firstName}\n${card.lastName}`.toLowerCase();
  return names === "\n" ? NAMELESS + card.organisation.toLowerCase() : names;
}

function fold(postalCode: string): string {
  return postalCode
    .toLowerCase()
    .replace(/^(fi|ax|se)-/, "")
    .replaceAll(" ", "");
}
