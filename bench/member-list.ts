import { card } from "./content";

const HEADER = "Förnamn;Efternamn;Organisation;Gatuadress;Postnummer;Ort;E-post;Telefon";

/** The rows of a member list, each cell a text; no two rows are the same person. */
export function memberList(rows: number, domain: string): string[][] {
  return Array.from({ length: rows }, (_, number) => {
    const { firstName, lastName, organisation, city } = card(number);
    return [
      firstName,
      `${lastName} ${number.toString(36)}`,
      organisation,
      `Bygatan ${(number % 200) + 1}`,
      String(65_000 + (number % 900)),
      city,
      `m${number}@${domain}`,
      `+358 40 ${String(number).padStart(7, "0")}`,
    ];
  });
}

/** The same as a file that a spreadsheet saved. */
export function memberFile(rows: string[][]): Buffer {
  return Buffer.from([HEADER, ...rows.map((row) => row.join(";"))].join("\r\n"));
}
