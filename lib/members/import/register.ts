import { CARD_FIELDS, type Card } from "@/lib/members/input";

/** A card that rows of a file may meet: one of the office, or one that an earlier row makes. */
export type Target = {
  id: string | null;
  before: Card | null;
  state: Card;
  /** How many rows met it, and how many of them changed something. */
  rows: number;
  changes: number;
  /** Some row knows it by address and names, so a row with another address is somebody else. */
  spokenFor: boolean;
};

/** The cards of an office while a file is read into them, found by address and by postal code. */
export class Register {
  readonly targets = new Set<Target>();
  private readonly addresses = new Map<string, Set<Target>>();
  private readonly places = new Map<string, Set<Target>>();

  constructor(
    private readonly hasNames: boolean,
    cards: readonly (Card & { id: string })[],
  ) {
    for (const { id, ...card } of cards) {
      this.enter({ id, before: card, state: card, rows: 0, changes: 0, spokenFor: false });
    }
  }

  /** The cards with this row's address and names; several only where nothing tells them apart. */
  byAddress(card: Card): Target[] {
    const key = this.addressKey(card);
    const found = key === null ? [] : [...(this.addresses.get(key) ?? [])];
    if (found.length < 2 || !card.postalCode) return found;
    const here = found.filter(({ state }) => fold(state.postalCode) === fold(card.postalCode));
    return here.length === 1 ? here : found;
  }

  /** The cards that a row may mean: by address and names, else by names and postal code. */
  find(card: Card): Target[] {
    const found = this.byAddress(card);
    if (found.length > 0 || !this.hasNames || nameKey(card) === NAMELESS) return found;
    const near = [...(this.places.get(placeKey(card)) ?? [])];
    if (card.email === null) return near;
    return near.filter(
      ({ state, spokenFor }) => state.email === null || (!spokenFor && card.postalCode !== ""),
    );
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

  private enter(target: Target): void {
    this.targets.add(target);
    const key = this.addressKey(target.state);
    if (key !== null) put(this.addresses, key, target);
    put(this.places, placeKey(target.state), target);
  }

  private leave(target: Target): void {
    const key = this.addressKey(target.state);
    if (key !== null) this.addresses.get(key)?.delete(target);
    this.places.get(placeKey(target.state))?.delete(target);
  }

  private addressKey({ email, ...card }: Card): string | null {
    if (email === null) return null;
    return this.hasNames ? `${email}\n${nameKey(card)}` : email;
  }
}

function put(map: Map<string, Set<Target>>, key: string, target: Target): void {
  const set = map.get(key);
  if (set) set.add(target);
  else map.set(key, new Set([target]));
}

/**
 * What a row and a card have in common if they can meet. No change of a card by a row that meets it
 * changes its key, so rows of different keys have nothing to do with each other.
 */
export function meetingKey(card: Card, hasNames: boolean): string {
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
