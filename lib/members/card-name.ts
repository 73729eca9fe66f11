type Named = { firstName: string; lastName: string; organisation: string; email: string | null };

/** What a card is called where one is spoken of: the person, else the organisation, else the address. */
export function cardName({ firstName, lastName, organisation, email }: Named): string {
  return [firstName, lastName].filter(Boolean).join(" ") || organisation || (email ?? "");
}
