import { describe, expect, test } from "vitest";
import { parseAddress } from "@/lib/addresses/parse";
import { composed } from "@/lib/composed";
import { searchWords } from "@/lib/db/search";
import { mergeTagOf, parseMergeHtml } from "@/lib/mail/merge";
import { cardSchema, cleanLine } from "@/lib/members/input";
import { refuseOtherName } from "@/lib/offices/member-offices";

/** Marks above and below by turns, of which each has to be put before all that stand above. */
const marks = (count: number) => "\u0301\u0316".repeat(count / 2);

describe("letters", () => {
  test.each([
    ["a\u0308a\u030ao\u0308", "äåö"],
    ["q\u0301\u0316", "q\u0316\u0301"],
    [`q${marks(30)}r`, `q${"\u0316".repeat(15)}${"\u0301".repeat(15)}r`],
  ])("%j are composed", (text, letters) => {
    expect(composed(text)).toBe(letters);
  });

  test("keep thirty marks at the most", () => {
    const [q = "", ...kept] = composed(`q${marks(50)}x${marks(4)}`);
    expect([q, kept.length]).toEqual(["q", 30 + 1 + 4]);
  });
});

test("of a file that is nothing but marks thirty are left", () => {
  expect(composed(marks(5_000_000))).toHaveLength(30);
});

describe("a million marks upon one letter are no more work than thirty", () => {
  const text = `q${marks(1_000_000)}`;
  const few = composed(text);

  test("in a line and in notes", () => {
    expect(cleanLine(text)).toBe(few);
    expect(cardSchema.parse({ lastName: text, notes: text })).toMatchObject({ lastName: few, notes: few });
  });

  test("in an address", () => {
    expect(parseAddress(`${text}@exempel.fi`)).toEqual({ fault: "addressForeignLetters" });
  });

  test("in what is sought, or typed to confirm", () => {
    expect(searchWords(text)).toEqual([few]);
    expect(() => refuseOtherName("Byn", text)).toThrow("nameDiffers");
  });

  test("in a merge tag", () => {
    expect(mergeTagOf(`namn${marks(1_000_000)}`)).toBeNull();
    expect(parseMergeHtml(`{{${text}}}`).problems).toMatchObject([{ code: "unknown_tag" }]);
  });
});
