import { expect } from "vitest";
import { withOffice } from "@/lib/db/tenant";
import { type ImportResult, previewImport } from "@/lib/members/import/run";
import { keepUpload, readUpload, runUpload } from "@/lib/members/imports";
import { fieldsOf } from "@/tests/integration/register/acts/cards";
import { type Act, addressOf, of, officeOf, typed } from "@/tests/integration/register/acts/drawn";
import { type Column, holdsOfImport, namesOf, type Person } from "@/tests/integration/register/import-laws";
import type { Card } from "@/tests/integration/register/model";
import { FIELDS, type Row, type Stage } from "@/tests/integration/register/stage";
import { ANNA } from "@/tests/support/actor";

const HEADERS: Record<Column, string> = {
  firstName: "Förnamn",
  lastName: "Efternamn",
  organisation: "Förening",
  street: "Gatuadress",
  postalCode: "Postnummer",
  city: "Ort",
  country: "Land",
  email: "E-post",
  phone: "Telefon",
  language: "Språk",
  notes: "Anteckningar",
};

const COLUMNS = Object.keys(HEADERS) as Column[];

const contentOf = ({ updatedAt: _, status: __, ...content }: Row) => content;

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

function fileOf(people: readonly Person[], columns: readonly Column[], how: number): Buffer {
  const lines = people.map((person, place) =>
    columns.map((column) => (column === "email" ? typed(person.email, how + place) : person[column])),
  );
  const all = [columns.map((column) => HEADERS[column]), ...lines];
  return Buffer.from(all.map((cells) => `${cells.map(quoted).join(";")}\r\n`).join(""));
}

async function importFile(office: string, content: Buffer): Promise<ImportResult> {
  const upload = { fileName: "list.csv", content, createdBy: ANNA.id };
  const id = await withOffice(office, (tx) => keepUpload(tx, office, upload));
  const file = await readUpload(office, id);
  if (!file) throw new Error("the file cannot be read");
  const preview = await withOffice(office, (tx) => previewImport(tx, office, file));
  const result = await withOffice(office, (tx) => runUpload(tx, office, ANNA, id, file, "sv"));
  expect(result, "what the preview has said").toEqual(preview);
  return result;
}

/** The model takes over what the cards say, and gives them their status by its own rules. */
function adopt({ model }: Stage, office: string, after: Row[]): void {
  /* New ones in an order that does not depend on their ids, so that a life can be played again. */
  const told = (row: Row) => FIELDS.map((field) => row[field]).join() + row.email;
  const rows = after.toSorted((a, b) => told(a).localeCompare(told(b)));
  for (const { updatedAt: _, status: __, ...row } of rows) {
    const card = model.cards.find(({ id }) => id === row.id);
    if (card) {
      const { email, ...fields } = row;
      Object.assign(card, fields);
      model.put(card, email);
    } else model.cards.push({ ...row, status: model.statusOf(office, row.email), asked: new Set() });
  }
}

const personOf = (card: Card): Person => ({ ...card });

/** People as lists have them: known ones as they are or changed, families, and new ones. */
function peopleOf(stage: Stage, office: string, draws: readonly number[]): Person[] {
  const cards = stage.model.cardsOf(office);
  const most = cards.length < 7 ? draws.length : 1;
  return draws.slice(0, most).map((draw) => {
    const known = of(cards, draw >> 3);
    const drawn: Person = { ...fieldsOf(draw), email: addressOf(draw >> 4) };
    if (!known || draw % 8 === 0) return drawn;
    const person = personOf(known);
    return (
      of<Person>(
        [
          person,
          { ...person, email: drawn.email },
          { ...person, phone: drawn.phone, notes: drawn.notes },
          { ...person, email: null, city: drawn.city },
          { ...drawn, email: known.email },
          { ...person, firstName: person.firstName.toUpperCase(), language: "" },
        ],
        draw % 8,
      ) ?? person
    );
  });
}

/** What colleagues do with lists. */
export const LISTS: Record<string, Act> = {
  async import(stage, [a, b, c]) {
    const { id: office } = officeOf(stage, a);
    const dropped =
      of<Column[]>([[], [], ["postalCode"], ["email"], ["notes", "phone", "language"]], a >> 3) ?? [];
    const columns = COLUMNS.filter((column) => !dropped.includes(column));
    const named = ({ email, ...person }: Person) =>
      namesOf(person) !== "" || (email !== null && !dropped.includes("email"));
    const people = peopleOf(stage, office, [b, c, b * 7 + c, c * 5 + b]).filter(named);
    if (people.length === 0) return;
    const file = fileOf(people, columns, c);
    const before = await stage.rows();
    const result = await importFile(office, file);
    const after = await stage.rows();
    const [own, others] = [(row: Row) => row.office === office, (row: Row) => row.office !== office];
    expect(after.filter(others), "no other office has changed").toEqual(before.filter(others));
    const read = people.map((person) => ({
      ...person,
      ...Object.fromEntries(dropped.map((name) => [name, ""])),
    }));
    const rows = read.map((person) => ({ ...person, email: person.email || null }));
    holdsOfImport(before.filter(own), after.filter(own), rows, result);
    adopt(stage, office, after.filter(own));
    const again = await importFile(office, file);
    if (result.faults.length === 0) expect(again.created, "the same file again makes no doubles").toBe(0);
    const twice = await stage.rows();
    const addresses = (rows: Row[]) => rows.map(({ id, email, status }) => [id, email, status]);
    expect(addresses(twice), "the same file again changes no address").toEqual(addresses(after));
    const names = people.map(namesOf);
    if (new Set(names).size === names.length)
      expect(twice.map(contentOf), "the same file again changes nothing").toEqual(after.map(contentOf));
    adopt(stage, office, twice.filter(own));
  },
  async "import addresses alone"(stage, [a, b, c]) {
    const { id: office } = officeOf(stage, a);
    if (stage.model.cardsOf(office).length > 6) return;
    const people = [b, c].flatMap((draw) => {
      const email = addressOf(draw);
      return email === null ? [] : [{ ...fieldsOf(0), email }];
    });
    if (people.length === 0) return;
    const before = await stage.rows();
    const { created } = await importFile(office, fileOf(people, ["email"], c));
    const after = await stage.rows();
    const had = new Set(before.filter((row) => row.office === office).map(({ email }) => email));
    const missing = new Set(people.map(({ email }) => email).filter((email) => !had.has(email)));
    expect(created, "one card for each new address").toBe(missing.size);
    expect(after.filter(({ id }) => before.some((row) => row.id === id))).toEqual(before);
    adopt(
      stage,
      office,
      after.filter((row) => row.office === office),
    );
  },
  async "import what the register has"(stage, [a, b]) {
    const { id: office } = officeOf(stage, a);
    const people = stage.model.cardsOf(office).map(personOf);
    if (people.length === 0) return;
    const before = await stage.rows();
    const shown = b % 2 === 0 ? people : people.toReversed();
    const { created, updated } = await importFile(office, fileOf(shown, COLUMNS, b));
    expect([created, updated], "a list of what is there changes nothing").toEqual([0, 0]);
    expect(await stage.rows()).toEqual(before);
  },
};
