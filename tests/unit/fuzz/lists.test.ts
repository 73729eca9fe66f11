import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAddress } from "@/lib/addresses/parse";
import { FILE_FAULTS, MAX_FILE_BYTES } from "@/lib/members/import/file-faults";
import { faultOfFile, readImportFile } from "@/lib/members/import/read";
import { MAX_ROWS } from "@/lib/members/import/separate";
import { MAX_LENGTHS } from "@/lib/members/input";
import { MAX_LOGO_BYTES, readPicture } from "@/lib/offices/picture";
import { everyRow } from "@/tests/support/import-rows";
import { oddText, SEED } from "@/tests/support/odd";
import { text } from "@/tests/support/texts";
import { unstorable } from "./drawn";

const runs = { seed: SEED, numRuns: 200 };

const HEADERS = ["Förnamn", "Efternamn", "E-post", "Ort", "Anteckningar", "Språk", "Okänd", "Namn"];

/** A list as somebody might save it, and anything in its cells. */
const list = fc
  .tuple(
    fc.constantFrom(";", ",", "\t", "|"),
    fc.constantFrom("\n", "\r\n", "\r"),
    fc.shuffledSubarray(HEADERS, { minLength: 1 }),
    fc.array(fc.array(oddText, { maxLength: 10 }), { maxLength: 6 }),
    fc.boolean(),
  )
  .map(([separator, end, header, rows, quoted]) => {
    const cell = (text: string) => (quoted ? `"${text.replaceAll('"', '""')}"` : text);
    return [header, ...rows.map((row) => row.map(cell))].map((row) => row.join(separator)).join(end);
  });

describe("lists of people", () => {
  test("any bytes are a list, or a fault that a person is told", async () => {
    const bytes = fc.oneof(
      list.map((text) => Buffer.from(text)),
      list.map((text) => Buffer.from(text, "latin1")),
      list.map((text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")])),
      fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const file = await readImportFile(content);
        expect(await faultOfFile(content)).toBe("fileFault" in file ? file.fileFault : null);
        if ("fileFault" in file) {
          expect(FILE_FAULTS).toContain(file.fileFault);
          return;
        }
        for (const { card } of everyRow(file)) {
          expect(unstorable(card)).toEqual([]);
          for (const [field, most] of Object.entries(MAX_LENGTHS)) {
            expect(String(card[field as keyof typeof card] ?? "").length).toBeLessThanOrEqual(most);
          }
        }
        expect(unstorable(file.faults)).toEqual([]);
        expect(unstorable(file.columns)).toEqual([]);
      }),
      runs,
    );
  });

  test("an address that was read reads as itself, and is plain", () => {
    fc.assert(
      fc.property(fc.oneof(oddText, fc.emailAddress()), (typed) => {
        const parsed = parseAddress(typed);
        if (!("address" in parsed)) return;
        expect(parsed.address).toMatch(/^[!-~]+@[!-~]+$/);
        expect(parseAddress(parsed.address)).toEqual(parsed);
      }),
      runs,
    );
  });
});

/** One file in a zip that says what it likes about its size. */
function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), packed]);
}

describe("files that are not lists", () => {
  test("a spreadsheet is known by its bytes, and the message says how to save it", async () => {
    const workbook = zip("xl/workbook.xml", Buffer.from("<workbook/>"));
    expect(await readImportFile(workbook)).toEqual({ fileFault: "spreadsheet" });
    const old = Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.alloc(600),
    ]);
    expect(await readImportFile(old)).toEqual({ fileFault: "spreadsheet" });
    expect(text("import.fileFaults.spreadsheet")).toMatch(/Spara som.*CSV/);
  });

  test("a bomb is not opened: it is refused by its first bytes", async () => {
    const bomb = zip("xl/worksheets/sheet1.xml", Buffer.alloc(256 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(MAX_FILE_BYTES);
    const before = process.memoryUsage().rss;
    expect(await readImportFile(bomb)).toEqual({ fileFault: "spreadsheet" });
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  test("one that is too large is refused by its size, before anybody looks into it", async () => {
    expect(await readImportFile(new Uint8Array(MAX_FILE_BYTES + 1))).toEqual({ fileFault: "tooLarge" });
  });

  test("one of too many rows is refused", async () => {
    const long = Buffer.from(`Namn\n${"Ek\n".repeat(MAX_ROWS + 1)}`);
    expect(await readImportFile(long)).toEqual({ fileFault: "tooManyRows" });
  });

  test("any bytes are a picture of a known kind, or a fault", () => {
    const start = fc.constantFrom(
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
      [0xff, 0xd8, 0xff, 0xe0],
      [],
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), (head, rest) => {
        const picture = readPicture(Buffer.from([...head, ...rest]));
        if (typeof picture === "object") expect(picture.type).toMatch(/^image\/(png|jpeg)$/);
      }),
      runs,
    );
    expect(readPicture(Buffer.alloc(MAX_LOGO_BYTES + 1))).toBe("tooLarge");
  });
});
