import { describe, expect, it } from "vitest";
import { decodeFile } from "@/lib/members/import/decode";
import { faultOfFile, readImportFile } from "@/lib/members/import/read";
import { MAX_ROWS, separate } from "@/lib/members/import/separate";
import fc from "@/tests/support/fast-check";
import { everyRow } from "@/tests/support/import-rows";

const utf8 = (text: string) => Buffer.from(text, "utf8");

async function read(content: Buffer) {
  const file = await readImportFile(content);
  if ("fileFault" in file) throw new Error(file.fileFault);
  return { ...file, rows: everyRow(file) };
}

async function faultOf(content: Buffer): Promise<string | null> {
  const file = await readImportFile(content);
  const fault = "fileFault" in file ? file.fileFault : null;
  expect(await faultOfFile(content)).toBe(fault);
  return fault;
}

const LIST = "Förnamn;Efternamn;E-post;Postnr;Ort\r\nÅsa;Öhman; ASA@Exempel.FI ;65100;Vasa\r\n";

/** The list, with these letters written as these bytes. */
const inBytes = (letters: Record<string, number>) =>
  Buffer.from(
    LIST.replace(/[^ -~\r\n]/g, (letter) => String.fromCharCode(letters[letter] ?? 0)),
    "latin1",
  );

describe("encodings and separators", () => {
  const windows = Buffer.from(LIST, "latin1");
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(LIST, "utf16le")]);
  const utf16be = Buffer.from(utf16).swap16();
  it.each([
    ["UTF-8", utf8(LIST), "UTF-8", ";"],
    ["UTF-8 with a byte order mark", utf8(`\ufeff${LIST}`), "UTF-8", ";"],
    ["Windows-1252", windows, "Windows-1252", ";"],
    ["a spreadsheet's on a Mac", inBytes({ Å: 0x81, Ö: 0x85, ö: 0x9a }), "Mac OS Roman", ";"],
    ["MS-DOS", inBytes({ Å: 0x8f, Ö: 0x99, ö: 0x94 }), "MS-DOS", ";"],
    [
      "UTF-8 with letters of Windows-1252",
      Buffer.concat([utf8(LIST.slice(0, -40)), windows.subarray(-40)]),
      "UTF-8",
      ";",
    ],
    ["UTF-16", utf16, "UTF-16", ";"],
    ["UTF-16, big end first", utf16be, "UTF-16", ";"],
    ["commas", utf8(LIST.replaceAll(";", ",")), "UTF-8", ","],
    ["tabs", utf8(LIST.replaceAll(";", "\t")), "UTF-8", "\t"],
    ["a line that tells the separator", utf8(`sep=;\r\n${LIST}`), "UTF-8", ";"],
    ["bare line feeds", utf8(LIST.replaceAll("\r", "")), "UTF-8", ";"],
  ])("%s", async (_, content, encoding, separator) => {
    const file = await read(content);
    expect(file).toMatchObject({ encoding, separator, faults: [] });
    expect(file.rows).toHaveLength(1);
    expect(file.rows[0]).toMatchObject({
      row: 2,
      card: {
        firstName: "Åsa",
        lastName: "Öhman",
        email: "asa@exempel.fi",
        postalCode: "65100",
        city: "Vasa",
      },
    });
  });

  it("takes no dash or quotation mark of Windows-1252 for a letter of another encoding", async () => {
    const bytes = Buffer.from("Namn;Notes\nAnna Ek;\x94Ring ej\x94 \x96 sen\x85\nBo;\x8awe\n", "latin1");
    const { encoding, rows } = await read(bytes);
    expect(encoding).toBe("Windows-1252");
    expect(rows[0]?.card.notes).toBe("”Ring ej” – sen…");
  });

  it("knows the letters that Windows-1252 has and Latin-1 lacks", async () => {
    const bytes = Buffer.concat([
      Buffer.from("Namn;Ort\nBo Ek;"),
      Buffer.from([0x80, 0x9a, 0xe5]),
      utf8("\n"),
    ]);
    expect((await read(bytes)).rows[0]?.card.city).toBe("€šå");
  });

  it("is not misled by separators inside quotation marks", async () => {
    const file = await read(utf8('"Efternamn, Förnamn";"E-post";Ort\n"Ek, Anna, B";a@x.fi;"Vasa"\n'));
    expect(file.separator).toBe(";");
  });
});

describe("a file of several parts", () => {
  const PART_BYTES = 64 * 1024;
  const HEADER = "Namn;Ort;Anteckningar\r\n";
  const filler = (length: number) => `Ek, Fyllnad;Vasa;${"x".repeat(length - 19)}\r\n`;
  /** What comes where one part ends and the next begins. */
  const SEAM = '"Öhman, Åsa ""B""";"Vasa; norr";"ett\r\ntvå €"\r\n';

  it.each([
    ["UTF-8", utf8, 0, 1],
    ["Windows-1252", (text: string) => Buffer.from(text.replaceAll("€", "\x80"), "latin1"), 0, 1],
    ["UTF-16", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le"), 2, 2],
  ] as const)("%s loses nothing at the seams", async (encoding, bytes, mark, width) => {
    for (let before = 0; before <= SEAM.length + 4; before++) {
      const chars = (PART_BYTES - mark) / width - before - HEADER.length;
      const start = filler(4_000).repeat(Math.floor(chars / 4_000) - 1) + filler(4_000 + (chars % 4_000));
      const file = await read(bytes(HEADER + start + SEAM + SEAM));
      expect(file).toMatchObject({ encoding, separator: ";", faults: [] });
      expect(
        file.rows.slice(-2).map(({ row, card }) => [row, card.firstName, card.city, card.notes]),
      ).toEqual([2, 3].map((n) => [Math.floor(chars / 4_000) + n, 'Åsa "B"', "Vasa; norr", "ett\ntvå €"]));
    }
  });

  it.each([
    ["UTF-8", utf8("ö".repeat(100_000)), "ö".repeat(100_000)],
    ["UTF-8 of four bytes a letter", utf8("𝔞".repeat(50_000)), "𝔞".repeat(50_000)],
    ["Windows-1252", Buffer.alloc(200_000, 0xe4), "ä".repeat(200_000)],
  ])("is never one part, so that others get a word in, even without a blank: %s", (_, bytes, text) => {
    const decoded = decodeFile(bytes);
    if ("fileFault" in decoded) throw new Error(decoded.fileFault);
    const parts = [...decoded.parts()];
    expect(parts.join("")).toBe(text);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(70_000);
  });

  it("is shown by its first rows", async () => {
    const file = await read(utf8(HEADER + filler(100).repeat(2_000)));
    expect(file.rows).toHaveLength(2_000);
    expect(file.firstRows).toEqual(file.rows.slice(0, 5));
  });

  it("is told of the quotation mark before all else", async () => {
    expect(await faultOf(utf8(`Ort\n${"Vasa\n".repeat(20_000)}"Åbo\n`))).toBe("quotes");
  });
});

describe("headers", () => {
  it.each([
    "Etunimi;Sukunimi;Sähköposti;Postinumero;Postitoimipaikka;Katuosoite;Puhelin;Kieli;Maa",
    "First name;Surname;E-mail address;ZIP;City;Street address;Mobile;Language;Country",
    "FÖRNAMN:;EFTERNAMN:;E-postadress;Postnr.;Postanstalt;Adress;GSM;Språk;Land",
  ])("%s", async (header) => {
    const file = await read(
      utf8(`${header}\nAnna;Ek;anna@exempel.fi;65100;Vasa;Gatan 1;040 123;Suomi;Finland\n`),
    );
    expect(file.rows[0]?.card).toEqual({
      firstName: "Anna",
      lastName: "Ek",
      email: "anna@exempel.fi",
      postalCode: "65100",
      city: "Vasa",
      street: "Gatan 1",
      phone: "040 123",
      language: "fi",
      country: "Finland",
      organisation: "",
      notes: "",
    });
  });

  it("parts whole names, takes the first of two telephones and leaves what it does not know", async () => {
    const file = await read(
      utf8(
        "Nr;Namn;Telefon;Mobil\n1;Carl Gustaf af Hällström;;050 1\n2;Ek, Anna Maria;040 2;050 2\n3;Marta;;\n",
      ),
    );
    expect(file.columns.map((column) => column.target)).toEqual([null, "name", "phone", "phone"]);
    expect(file.rows.map(({ card }) => [card.firstName, card.lastName, card.phone])).toEqual([
      ["Carl Gustaf", "af Hällström", "050 1"],
      ["Anna Maria", "Ek", "040 2"],
      ["", "Marta", ""],
    ]);
  });
});

describe("a title above the header", () => {
  it.each([
    ["in a spreadsheet's first cell", "Medlemsregister 2026;;\n;;\nFörnamn;Efternamn;E-post\n"],
    ["alone on its line", "Byns ungdomsförening, medlemmar 12.10.2026\n\nFörnamn;Efternamn;E-post\n"],
    ["before a table with commas", "Medlemmar; i ordning\n\nFörnamn,Efternamn,E-post\n"],
  ])("%s is passed by", async (_, top) => {
    const row = top.includes(",E-post") ? "Anna,Ek,anna@exempel.fi" : "Anna;Ek;anna@exempel.fi";
    const file = await read(utf8(`${top}${row}\n`));
    expect(file.columns.map((column) => column.target)).toEqual(["firstName", "lastName", "email"]);
    expect(file.rows).toMatchObject([{ row: 4, card: { firstName: "Anna", email: "anna@exempel.fi" } }]);
  });

  it("is not taken for one where a member's name is a word of headers", async () => {
    expect(await faultOf(utf8("Anna;Ek\nNamn;Bo\n"))).toBe("noHeader");
  });
});

describe("rows", () => {
  it("are numbered as in a spreadsheet, past empty rows and line breaks in cells", async () => {
    const file = await read(
      utf8(
        'Namn;E-post;Anteckningar\r\n\r\n;;\r\n"Anna Ek";anna@exempel.fi;"ett\r\ntvå ""tre"""\r\nBo Ek;bo@exempel\r\n',
      ),
    );
    expect(file.rows).toMatchObject([{ row: 4, card: { notes: 'ett\ntvå "tre"' } }]);
    expect(file.faults).toEqual([
      { row: 5, name: "Bo Ek", field: "email", code: "addressNoEnding", values: { address: "bo@exempel" } },
    ]);
  });

  it("end as they like, also where a list was put together of others", async () => {
    const file = await read(utf8('Namn;Anteckningar\r\nAnna Ek;"ett\ntvå"\nBo Ek;\rCia Ek;\r\nDag Ek;\n'));
    expect(file.faults).toEqual([]);
    expect(file.rows.map(({ row, card }) => [row, card.firstName])).toEqual([
      [2, "Anna"],
      [3, "Bo"],
      [4, "Cia"],
      [5, "Dag"],
    ]);
  });

  it("may be shorter than the header, and longer where nothing stands", async () => {
    const file = await read(utf8("Namn;Ort;Land;\nAnna Ek\nBo Ek;Vasa;;;;\nEva Ek;Vasa;;;x\n"));
    expect(file.rows.map((row) => row.row)).toEqual([2, 3]);
    expect(file.faults).toEqual([
      { row: 4, name: "Eva Ek", field: "row", code: "tooManyCells", values: { cells: 5, columns: 3 } },
    ]);
  });

  it("cost no more where they are shorter than the header, so that nobody else waits", async () => {
    const started = performance.now();
    expect(await faultOf(utf8(`Namn;E-post\n${"\n".repeat(150_000)}`))).toBe("noRows");
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  it("tell each fault of each row", async () => {
    const long = "x".repeat(101);
    const file = await read(utf8(`Förnamn,Efternamn,Epost,Språk\n,,,sv\n${long},Ek,a b@x.fi,klingon\n`));
    expect(file.faults.map(({ row, field, code }) => [row, field, code])).toEqual([
      [2, "row", "nameless"],
      [3, "firstName", "tooLong"],
      [3, "email", "addressSpace"],
      [3, "language", "language"],
    ]);
  });

  it("lose what could break a mail's header", async () => {
    const file = await read(
      utf8('Förnamn;Efternamn\n"Anna\r\nBcc: x@x.fi";"E\0k"\n'.replace("\0", "\u0007")),
    );
    expect(file.rows[0]?.card).toMatchObject({ firstName: "Anna Bcc: x@x.fi", lastName: "E k" });
  });
});

it("reads on below more blank rows than a list may have people", async () => {
  const file = await read(utf8(`E-post\na@x.fi\n${"\n".repeat(150_000)}b@x.fi\n`));
  expect(file.rows.map(({ row, card }) => [row, card.email])).toEqual([
    [2, "a@x.fi"],
    [150_003, "b@x.fi"],
  ]);
});

it("reads as many rows as a list may have, to the last", async () => {
  const file = await read(utf8(`E-post\n${"a@x.fi\n".repeat(MAX_ROWS - 1)}b@x.fi\n`));
  expect(file.rows).toHaveLength(MAX_ROWS);
  expect(file.rows.at(-1)).toMatchObject({ row: MAX_ROWS + 1, card: { email: "b@x.fi" } });
});

describe("files that cannot be read", () => {
  it.each([
    ["empty", Buffer.alloc(0), "empty"],
    ["blank", utf8("\ufeff \r\n\r\n"), "empty"],
    ["of separators alone", utf8(";;;\n;;\n"), "empty"],
    ["a header alone", utf8("Förnamn;Efternamn\n"), "noRows"],
    ["without a header", utf8("Anna;Ek;anna@exempel.fi\nBo;Ek;bo@exempel.fi\n"), "noHeader"],
    ["without names", utf8("Ort;Land\nVasa;Finland\n"), "noNames"],
    ["a spreadsheet", Buffer.from([0x50, 0x4b, 3, 4, 1, 2]), "spreadsheet"],
    ["an old spreadsheet", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), "spreadsheet"],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), "binary"],
    ["too large", Buffer.alloc(10 * 1024 * 1024 + 1, 97), "tooLarge"],
    ["very wide", utf8(`Namn${";x".repeat(10_000)}\nAnna`), "tooManyColumns"],
    ["with a row that does not end", utf8(`Namn;Ort\nAnna;Vasa\n${"x;".repeat(200_000)}`), "tooManyColumns"],
    ["with a quotation mark left open", utf8('Namn;Ort\n"Anna;Vasa\nBo;Vasa\n'), "quotes"],
    ["with too many rows", utf8(`E-post\n${"a@x.fi\n".repeat(100_001)}`), "tooManyRows"],
    ["with a million blank ones", utf8(`E-post\na@x.fi\n${"\n".repeat(1_000_000)}b@x.fi`), "tooManyRows"],
  ])("%s", async (_, content, fault) => {
    expect(await faultOf(content)).toBe(fault);
  });

  it.each([",", "x,", 'x"y,'])("reads no further in a row of nothing but %j", async (cell) => {
    let read = 0;
    const found = await separate(function* () {
      yield "sep=,\n";
      for (; read < 300; read++) yield cell.repeat(20_000);
    });
    expect(found).toEqual({ fileFault: "tooManyColumns" });
    expect(read).toBeLessThan(5);
  });

  it("never throws, whatever the bytes are", async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .string({ unit: fc.constantFrom(...'";,\t\r\n aå@.\u2028') })
        .map((text) => utf8(`Namn;E-post\n${text}`)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        expect(await readImportFile(content)).toBeTypeOf("object");
      }),
      { numRuns: 1_000 },
    );
  });
});
