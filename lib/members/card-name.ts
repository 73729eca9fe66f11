type Named = { firstName: string; lastName: string; organisation: string; email: string | null };

/** The name of a card in a text: the person, else the organisation, else the address. */
export function cardName({ firstName, lastName, organisation, email }: Named): string {
  return [firstName, lastName].filter(Boolean).join(" ") || organisation || (email ?? "");
}
