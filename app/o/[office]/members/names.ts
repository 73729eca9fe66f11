type Named = { firstName: string; lastName: string; organisation: string };

/** As the list sorts it: "Ek, Anna", else the organisation; empty where a card names nobody. */
export function listName({ firstName, lastName, organisation }: Named): string {
  return [lastName, firstName].filter(Boolean).join(", ") || organisation;
}

/** As a person is spoken of: "Anna Ek", else the organisation; empty where a card names nobody. */
export function fullName({ firstName, lastName, organisation }: Named): string {
  return [firstName, lastName].filter(Boolean).join(" ") || organisation;
}
