import postgres from "postgres";
import { afterAll, beforeAll, expect, it, test } from "vitest";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import fc from "@/tests/support/fast-check";
import { folded } from "@/tests/support/folded";

let database: TestDatabase;
let sql: postgres.Sql;
beforeAll(async () => {
  database = await createDatabase();
  sql = postgres(database.ownerUrl, { max: 1 });
});
afterAll(async () => {
  await sql.end();
  await database.close();
});

async function foldedThere(texts: string[]): Promise<(string | null)[]> {
  const rows = await sql<{ text: string }[]>`
    select folded(given.text) as text from unnest(${texts}::text[]) with ordinality as given(text, place) order by place`;
  return rows.map(({ text }) => text);
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => String.fromCodePoint(from + n));

/** Basic Latin, Latin-1, Latin Extended-A and -B with the Romanian, Sámi and Vietnamese letters, and Latin Additional. */
const LATIN = [...range(0x20, 0x7e), ...range(0xa0, 0x24f), ...range(0x1e00, 0x1eff)];

test.each([
  ["Lindén", "linden"],
  ["SÖDERSTRÖM", "soderstrom"],
  ["Åke Häggström", "ake haggstrom"],
  ["Kõiv, Jüri", "koiv, juri"],
  ["Šarūnas Žukas", "sarunas zukas"],
  ["Ærø", "aero"],
  ["Groß", "gross"],
  ["Łukasz Đorđe", "lukasz dorde"],
  ["Čáhcesuolu", "cahcesuolu"],
  ["Nguyễn Thị Đào", "nguyen thi dao"],
  ["100 % \\ _", "100 % \\ _"],
  ["Þór Ŋ Œ", "þor ŋ œ"],
  ["", ""],
])("folds %s to %s, composed or not", async (text, wanted) => {
  expect(await foldedThere([text, text.normalize("NFD"), text.toUpperCase(), wanted])).toEqual([
    wanted,
    wanted,
    wanted,
    wanted,
  ]);
});

it("takes the marks off every Latin letter, and leaves all others", async () => {
  expect(await foldedThere(LATIN)).toEqual(LATIN.map(folded));
});

it("folds alike whatever way a text was typed, and piece by piece", async () => {
  const text = fc.string({ unit: fc.constantFrom(...LATIN, "\u0308", "\u030a", "\u0301") });
  await fc.assert(
    fc.asyncProperty(text, text, async (a, b) => {
      const [once, composed, apart, first, second] = await foldedThere([
        `${a} ${b}`,
        `${a} ${b}`.normalize("NFC"),
        `${a} ${b}`.normalize("NFD"),
        a,
        b,
      ]);
      expect(once).toBe(folded(`${a} ${b}`));
      expect([composed, apart, `${first} ${second}`]).toEqual([once, once, once]);
      expect(await foldedThere([once ?? ""])).toEqual([once]);
    }),
  );
});

it("is nothing of nothing", async () => {
  const [row] = await sql`select folded(null) as text`;
  expect(row).toEqual({ text: null });
});
