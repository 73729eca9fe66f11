import { describe, expect, it } from "vitest";
import type { ImportRow } from "@/lib/members/import/packed-rows";
import { type ImportPlan, type KnownCard, planImport } from "@/lib/members/import/plan";
import { matchKey } from "@/lib/members/import/register";
import { MAX_ROWS } from "@/lib/members/import/separate";
import { type Card, type CardInput, cardSchema, MAX_LENGTHS } from "@/lib/members/input";
import fc from "@/tests/support/fast-check";

const rowsOf = (inputs: CardInput[]): ImportRow[] =>
  inputs.map((input, index) => ({ row: index + 2, card: cardSchema.parse(input) }));

const known = (id: string, input: CardInput): KnownCard => ({ ...cardSchema.parse(input), id });

function counts({ created, updated, unchanged, faults }: ImportPlan) {
  return [created, updated, unchanged, faults.length];
}

/** The register after the plan has been written. */
function written(cards: readonly KnownCard[], plan: ImportPlan): KnownCard[] {
  const changed = new Map(plan.updates.map((card) => [card.id, card]));
  const created = plan.creates.map((card, index) => ({ ...card, id: `new ${cards.length + index}` }));
  return [...cards.map((card) => changed.get(card.id) ?? card), ...created];
}

const anna = { firstName: "Anna", lastName: "Ek", email: "anna@exempel.fi", postalCode: "65100" };

describe("matching rows and cards", () => {
  it("by address and both names, whatever their case", () => {
    const rows = rowsOf([{ firstName: "ANNA", lastName: "ek", email: "ANNA@exempel.fi", phone: "1" }]);
    const plan = planImport(rows, true, [known("a", anna), known("b", { ...anna, firstName: "Bo" })]);
    expect(plan.updates).toMatchObject([{ id: "a", phone: "1", postalCode: "65100" }]);
    expect(counts(plan)).toEqual([0, 1, 0, 0]);
  });

  it("else by names and postal code, which changes the address", () => {
    const rows = rowsOf([{ ...anna, email: "ny@exempel.fi", postalCode: "65 100" }]);
    expect(planImport(rows, true, [known("a", anna)]).updates).toMatchObject([
      { id: "a", email: "ny@exempel.fi" },
    ]);
  });

  it("whatever country stands before the postal code", () => {
    const rows = rowsOf([{ ...anna, email: "ny@exempel.fi", postalCode: "FI-65100" }]);
    expect(counts(planImport(rows, true, [known("a", anna)]))).toEqual([0, 1, 0, 0]);
  });

  it("not by names alone", () => {
    const rows = rowsOf([
      { ...anna, email: "ny@exempel.fi", postalCode: "" },
      { ...anna, email: "", postalCode: "00100" },
    ]);
    expect(counts(planImport(rows, true, [known("a", anna)]))).toEqual([2, 0, 0, 0]);
    const nowhere = known("a", { ...anna, postalCode: "" });
    expect(counts(planImport(rows.slice(0, 1), true, [nowhere]))).toEqual([1, 0, 0, 0]);
  });

  it("not by a card that another row knows by its address", () => {
    const rows = rowsOf([{ ...anna, email: "dotter@exempel.fi" }, anna]);
    const plan = planImport(rows, true, [known("a", anna)]);
    expect(plan.creates).toMatchObject([{ email: "dotter@exempel.fi" }]);
    expect(counts(plan)).toEqual([1, 0, 1, 0]);
  });

  it("by the address where the file has no names", () => {
    const plan = planImport(rowsOf([{ email: "anna@exempel.fi" }, { email: "bo@exempel.fi" }]), false, [
      known("a", anna),
    ]);
    expect(counts(plan)).toEqual([1, 0, 1, 0]);
  });

  it("by the organisation where a card names no person", () => {
    const shared = { email: "info@exempel.fi" };
    const rows = rowsOf([
      { ...shared, organisation: "Kören" },
      { ...shared, organisation: "Teatern" },
    ]);
    const plan = planImport(rows, true, [known("a", { ...shared, organisation: "kören" })]);
    expect(counts(plan)).toEqual([1, 1, 0, 0]);
  });

  it("never one of several that nothing tells apart", () => {
    const { email: _, ...row } = anna;
    const plan = planImport(rowsOf([row]), true, [
      known("a", anna),
      known("b", { ...anna, email: "b@x.fi" }),
    ]);
    expect(plan.faults).toEqual([
      { row: 2, name: "Anna Ek", field: "row", code: "ambiguous", values: { count: 2 } },
    ]);
  });
});

describe("what a row changes", () => {
  it("is nothing where its cell is empty, the address included", () => {
    const full = known("a", { ...anna, phone: "1", city: "Vasa", language: "fi", notes: "hej" });
    expect(counts(planImport(rowsOf([{ ...anna, email: "" }]), true, [full]))).toEqual([0, 0, 1, 0]);
  });

  it("is the language where the row names one", () => {
    const finnish = known("a", { ...anna, language: "fi" });
    const plan = planImport(rowsOf([{ ...anna, language: "sv" }]), true, [finnish]);
    expect(plan.updates).toMatchObject([{ id: "a", language: "sv" }]);
  });

  it("is nothing where the note stands there already, however long the notes are", () => {
    const notes = "x".repeat(MAX_LENGTHS.notes);
    const rows = rowsOf([
      { ...anna, notes },
      { ...anna, notes: "till" },
    ]);
    const plan = planImport(rows, true, [known("a", { ...anna, notes })]);
    expect(plan.faults).toMatchObject([{ row: 3, field: "notes", code: "tooLong" }]);
    expect(counts(plan)).toEqual([0, 0, 1, 1]);
  });

  it("adds to the notes and never replaces them", () => {
    const card = known("a", { ...anna, notes: "Ordförande" });
    const plan = planImport(rowsOf([{ ...anna, notes: "Kassör" }]), true, [card]);
    expect(plan.updates[0]?.notes).toBe("Ordförande\nKassör");
    expect(counts(planImport(rowsOf([{ ...anna, notes: "Kassör" }]), true, plan.updates))).toEqual([
      0, 0, 1, 0,
    ]);
  });

  it("is a note of which another one has the letters", () => {
    const card = known("a", { ...anna, notes: "Ej medlem\nKassör" });
    const plan = planImport(rowsOf([{ ...anna, notes: "medlem" }]), true, [card]);
    expect(plan.updates[0]?.notes).toBe("Ej medlem\nKassör\nmedlem");
  });

  it("puts a person who stands twice in the file on one card", () => {
    const plan = planImport(rowsOf([anna, { ...anna, phone: "1" }, anna]), true, []);
    expect(plan.creates).toMatchObject([{ phone: "1" }]);
    expect(counts(plan)).toEqual([1, 1, 1, 0]);
  });
});

describe("the same file again", () => {
  const person = fc.record({
    firstName: fc.constantFrom("Anna", "ANNA", "Bo", ""),
    lastName: fc.constantFrom("Ek", "Öhman"),
    email: fc.constantFrom("", "a@x.fi", "b@x.fi", "C@x.fi"),
    phone: fc.constantFrom("", "1", "2"),
    notes: fc.constantFrom("", "hej", "hå"),
  });
  /* A person lives in one place: the postal code follows from the name. */
  const file = fc
    .array(person, { maxLength: 12 })
    .map((people) => people.map((p) => ({ ...p, postalCode: p.lastName === "Ek" ? "65100" : "" })));
  const settled = file.map((people) =>
    people.map((p) => ({ ...p, firstName: p.firstName && "Anna", phone: p.lastName, notes: p.postalCode })),
  );

  function twice(before: CardInput[], people: CardInput[]) {
    const start = written([], planImport(rowsOf(before), true, []));
    const rows = rowsOf(people);
    const first = planImport(rows, true, start);
    const then = written(start, first);
    return { rows, first, then, again: planImport(rows, true, then) };
  }

  it("makes no doubles and changes no address, even if it contradicts itself", () => {
    fc.assert(
      fc.property(file, file, (before, people) => {
        const { rows, first, then, again } = twice(before, people);
        expect(first.created + first.updated + first.unchanged + first.faults.length).toBe(rows.length);
        expect(again.creates).toEqual([]);
        for (const { id, email } of again.updates)
          expect(then.find((card) => card.id === id)?.email).toBe(email);
      }),
      { numRuns: 2_000 },
    );
  });

  const moving = fc.array(fc.record({ person, postalCode: fc.constantFrom("", "65100", "00100") }), {
    maxLength: 8,
  });
  const moved = moving.map((all) => all.map((one) => ({ ...one.person, postalCode: one.postalCode })));

  it("makes no doubles of people who stand in it at two places", () => {
    const old = { ...anna, email: "" };
    const { then, again } = twice([anna], [old, { ...anna, postalCode: "00100" }]);
    expect([then.length, again.creates]).toEqual([2, []]);
    fc.assert(
      fc.property(moved, moved, (before, people) => {
        const { first, again: planned } = twice(before, people);
        if (first.faults.length === 0) expect(planned.creates).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("writes nothing at all if it does not contradict itself", () => {
    fc.assert(
      fc.property(settled, settled, (before, people) => {
        const { again } = twice(before, people);
        expect([again.creates, again.updates]).toEqual([[], []]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("as many rows as a file may have, all of one name, are planned", () => {
  const numbered = <T>(one: (index: number) => T) =>
    Array.from({ length: MAX_ROWS }, (_, index) => one(index));

  it.each<CardInput>([anna, { organisation: "Kören" }])("each with an address of its own: %j", (input) => {
    const card = cardSchema.parse(input);
    const rows = numbered((row) => ({ row, card: { ...card, email: `a${row}@x.fi` } }));
    expect(counts(planImport(rows, true, []))).toEqual([MAX_ROWS, 0, 0, 0]);
  });

  it.each<CardInput>([anna, { ...anna, email: "" }])("where as many cards look like %j", (input) => {
    const card = cardSchema.parse(input);
    const cards = numbered((index) => ({ ...card, id: `card ${index}` }));
    const { faults } = planImport(
      numbered((row) => ({ row, card })),
      true,
      cards,
    );
    expect(faults).toHaveLength(MAX_ROWS);
    expect(faults[0]).toMatchObject({ code: "ambiguous", values: { count: MAX_ROWS } });
  });
});

describe("rows with one match key at a time", () => {
  const person = fc.record({
    firstName: fc.constantFrom("Anna", "ANNA", "Åsa", ""),
    lastName: fc.constantFrom("Ek", "EK", ""),
    organisation: fc.constantFrom("Kören", "KÖREN", ""),
    email: fc.constantFrom("", "a@x.fi", "A@x.fi", "b@x.fi"),
    postalCode: fc.constantFrom("", "65100", "FI-65100", "00100"),
    phone: fc.constantFrom("", "1", "2"),
    notes: fc.constantFrom("", "hej", "x".repeat(9_998)),
  });
  const people = (most: number) =>
    fc.array(person, { maxLength: most }).map((all) => all.filter((p) => cardSchema.safeParse(p).success));

  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

  function sum(plans: readonly ImportPlan[]) {
    return {
      creates: plans.flatMap((plan) => plan.creates).sort(byText),
      updates: plans.flatMap((plan) => plan.updates).sort(byId),
      faults: plans.flatMap((plan) => plan.faults).sort((a, b) => a.row - b.row),
      counts: plans.map(counts).reduce((a, b) => a.map((n, i) => n + (b[i] ?? 0)), [0, 0, 0, 0]),
    };
  }

  it.each([true, false])("are planned as all at once (names: %s)", (hasNames) => {
    fc.assert(
      fc.property(people(6), people(12), (before, after) => {
        const cards = before.map((input, index) => known(`card ${index}`, input));
        const bare = ({ email }: CardInput) => ({ email });
        const rows = rowsOf(hasNames ? after : after.filter((p) => p.email).map(bare));
        const keys = [...new Set(rows.map(({ card }) => matchKey(card, hasNames)))];
        const apart = keys.map((key) => {
          const alike = <T>(list: readonly T[], cardOf: (one: T) => Card) =>
            list.filter((one) => matchKey(cardOf(one), hasNames) === key);
          return planImport(
            alike(rows, ({ card }) => card),
            hasNames,
            alike(cards, (card) => card),
          );
        });
        expect(sum(apart)).toEqual(sum([planImport(rows, hasNames, cards)]));
      }),
      { numRuns: 3_000 },
    );
  });
});
