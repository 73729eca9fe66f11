import { expect, it } from "vitest";
import { readImportFile } from "@/lib/members/import/read";
import { everyRow } from "@/tests/support/import-rows";

async function read(...lines: string[]) {
  const file = await readImportFile(Buffer.from(`${lines.join("\n")}\n`));
  if ("fileFault" in file) throw new Error(file.fileFault);
  return { ...file, rows: everyRow(file) };
}

it.each([
  ["100", "", "00100"],
  ["2100", "Finland", "02100"],
  ["6100", "FI", "06100"],
  ["65100", "", "65100"],
  ["2100", "Danmark", "2100"],
  ["22", "", "22"],
  ["0150", "", "0150"],
  ["AX-22100", "", "AX-22100"],
  ['"=""00100"""', "", "00100"],
  ["'00100", "", "00100"],
])("the postal code %s in a file, with the country %j, is %s", async (written, country, meant) => {
  const { rows } = await read("Efternamn;Postnummer;Land", `Ek;${written};${country}`);
  expect(rows[0]?.card.postalCode).toBe(meant);
});

it("leaves out marks of direction, which address books of telephones put around names and numbers", async () => {
  const { rows } = await read(
    "Förnamn;Efternamn;Telefon",
    "Anna\u200e;\u200fEk;\u202a+358 40 123\u202c\u2060",
  );
  expect(rows[0]?.card).toMatchObject({ firstName: "Anna", lastName: "Ek", phone: "+358 40 123" });
});

it.each([
  ["Windows-1252", "FÃ¶rnamn;Efternamn;Ort", "Ã…sa;Ã–strÃ¶m;BorgÃ¥"],
  [
    "Latin-1",
    "F\u00c3\u00b6rnamn;Efternamn;Ort",
    "\u00c3\u0085sa;\u00c3\u0096str\u00c3\u00b6m;Borg\u00c3\u00a5",
  ],
])("reads what was once read as %s and written anew", async (_, header, row) => {
  const { rows } = await read(header, row, "Ana;São João;Pa’");
  expect(rows.map(({ card }) => [card.firstName, card.lastName, card.city])).toEqual([
    ["Åsa", "Öström", "Borgå"],
    ["Ana", "São João", "Pa’"],
  ]);
});

it("takes a failed formula for an empty cell", async () => {
  const { rows, faults } = await read(
    "Förnamn;Efternamn;Ort;E-post",
    "#SAKNAS!;Ek;#N/A;#DIV/0!",
    "Anna;#hashtag;#1;anna@exempel.fi",
  );
  expect(faults).toEqual([]);
  expect(rows.map(({ card }) => [card.firstName, card.lastName, card.city, card.email])).toEqual([
    ["", "Ek", "", null],
    ["Anna", "#hashtag", "#1", "anna@exempel.fi"],
  ]);
});

it("tells of a telephone number of which the spreadsheet left some digits", async () => {
  const { rows, faults } = await read(
    "Efternamn;Telefon",
    "Ek;3,58401E+11",
    "Berg;3.58E+11",
    "Dahl;+358 40 123",
    "Falk;018-12E",
  );
  expect(faults.map(({ row, field, code }) => [row, field, code])).toEqual([
    [2, "phone", "roundedNumber"],
    [3, "phone", "roundedNumber"],
  ]);
  expect(rows.map(({ card }) => card.phone)).toEqual(["+358 40 123", "018-12E"]);
});

it.each([
  [
    "Google",
    "First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Value,Address 1 - Street,Address 1 - City,Address 1 - Postal Code",
    "Anna,Ek,* Home,anna@exempel.fi,040 1,Gatan 1,Vasa,65100",
  ],
  [
    "Outlook",
    "First Name,Last Name,E-mail Address,E-mail 2 Address,Mobile Phone,Home Street,Home City,Home Postal Code",
    "Anna,Ek,anna@exempel.fi,,040 1,Gatan 1,Vasa,65100",
  ],
  [
    "Thunderbird",
    "First Name,Last Name,Primary Email,Secondary Email,Mobile Number,Home Address,Home City,Home ZipCode",
    "Anna,Ek,anna@exempel.fi,,040 1,Gatan 1,Vasa,65100",
  ],
])("an address book of %s is understood", async (_, header, row) => {
  const { rows } = await read(header, row);
  expect(rows[0]?.card).toMatchObject({
    firstName: "Anna",
    lastName: "Ek",
    email: "anna@exempel.fi",
    phone: "040 1",
    street: "Gatan 1",
    city: "Vasa",
    postalCode: "65100",
  });
});
