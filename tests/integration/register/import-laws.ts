import { expect } from "vitest";
import type { ImportResult } from "@/lib/members/import/run";
import type { Fields } from "@/tests/integration/register/model";
import { FIELDS, type Row } from "@/tests/integration/register/stage";

/** Somebody as a list has them. */
export type Person = Fields & { email: string | null };
export type Column = keyof Person;

/** What a person is called: whoever is called otherwise is somebody else. */
export const namesOf = ({ firstName, lastName, organisation }: Fields): string =>
  (firstName + lastName === "" ? organisation : `${firstName}\n${lastName}`).toLowerCase();

/** What must hold of any import into an office, whatever the file says. */
export function holdsOfImport(before: Row[], after: Row[], people: Person[], result: ImportResult): void {
  const { created, updated, unchanged, faults } = result;
  expect(created + updated + unchanged + faults.length, "every row is accounted for").toBe(people.length);
  expect(after.length, "no card is lost, and what is new is counted").toBe(before.length + created);
  const known = new Map(before.map((row) => [row.id, row]));
  for (const row of after) {
    const meant = people.filter((person) => namesOf(person) === namesOf(row));
    holdsOfCard(known.get(row.id), row, meant);
  }
  const failed = new Set(faults.map(({ row }) => row - 2));
  for (const person of people.filter((_, place) => !failed.has(place))) {
    const theirs = (rows: Row[]) => rows.filter((row) => namesOf(row) === namesOf(person));
    expect(theirs(after).length, "everybody in the file has a card").toBeGreaterThan(0);
    const contradicted = people.some((other) => other !== person && namesOf(other) === namesOf(person));
    if (contradicted || person.email === null) continue;
    const alike = (rows: Row[]) => theirs(rows).filter(({ email }) => email === person.email).length;
    expect(alike(after), "one card for a person with an address").toBe(Math.max(1, alike(before)));
  }
}

/** @param meant those in the file who are called as the card. */
function holdsOfCard(was: Row | undefined, row: Row, meant: Person[]): void {
  if (was && meant.length === 0) expect(row, "nobody meant it").toEqual(was);
  if (was?.email === row.email) expect(row.status, "an import sets no status").toBe(was.status);
  else if (row.email !== null)
    expect(
      meant.map(({ email }) => email),
      "an address comes from the file",
    ).toContain(row.email);
  for (const field of FIELDS) if (was?.[field]) expect(row[field], `${field} is not emptied`).not.toBe("");
  expect(row.notes.startsWith(was?.notes ?? ""), "notes are added to").toBe(true);
}
