import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ImportRow, PackedRows } from "@/lib/members/import/packed-rows";
import { matchKey } from "@/lib/members/import/register";
import { type CardInput, cardSchema } from "@/lib/members/input";
import { everyRow } from "@/tests/support/import-rows";
import { oddText, SEED } from "@/tests/support/odd";

function rowsOf(inputs: readonly CardInput[]): ImportRow[] {
  return inputs.flatMap((input, index) => {
    const { data: card } = cardSchema.safeParse(input);
    return card ? [{ row: index + 2, card }] : [];
  });
}

function packed(rows: readonly ImportRow[], hasNames = true): PackedRows {
  const pack = new PackedRows(hasNames);
  for (const row of rows) pack.add(row);
  return pack;
}

const many = (count: number, input: (n: number) => CardInput) =>
  rowsOf(Array.from({ length: count }, (_, n) => input(n)));

describe("packed rows", () => {
  it("come out as they went in, as often as they are asked for", () => {
    const card = fc.record(
      {
        firstName: oddText,
        lastName: oddText,
        organisation: oddText,
        notes: oddText,
        language: fc.constantFrom("sv", "fi"),
        email: fc.constantFrom("anna@exempel.fi", "bo@exempel.fi"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(card, { maxLength: 30 }), (inputs) => {
        const rows = rowsOf(inputs);
        const pack = packed(rows);
        expect(everyRow({ rows: pack })).toEqual(rows);
        expect(everyRow({ rows: pack })).toEqual(rows);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it("come in one bundle where they are few", () => {
    expect([...packed(many(2_000, (n) => ({ lastName: `Ek ${n}` }))).bundles()]).toHaveLength(1);
    expect([...packed([]).bundles()]).toEqual([]);
  });

  it("come in several bundles for a long file, those that may match the same card in one, in order", () => {
    const rows = many(40_000, (n) => ({
      lastName: `${n % 2 ? "EK" : "Ek"} ${n % 9_000}`,
      email: `m${n}@x.fi`,
    }));
    const bundles = [...packed(rows).bundles()];
    expect(Math.max(...bundles.map((bundle) => bundle.length))).toBeLessThanOrEqual(5_000);
    expect(bundles.flat()).toHaveLength(40_000);
    const seen = new Map<string, { bundle: number; row: number }>();
    bundles.forEach((bundle, index) => {
      for (const { row, card } of bundle) {
        const key = matchKey(card, true);
        const before = seen.get(key) ?? { bundle: index, row: 0 };
        expect(before.bundle).toBe(index);
        expect(before.row).toBeLessThan(row);
        seen.set(key, { bundle: index, row });
      }
    });
  });

  it.each([
    ["of addresses alone", false],
    ["whose names are empty", true],
  ])("of a file %s are not one bundle", (_, hasNames) => {
    const pack = packed(
      many(20_000, (n) => ({ email: `m${n}@x.fi` })),
      hasNames,
    );
    expect([...pack.bundles()].length).toBeGreaterThan(3);
  });
});
