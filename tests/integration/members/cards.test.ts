import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { holdAddresses } from "@/lib/addresses/known";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { Conflict, NotFound } from "@/lib/errors";
import { audienceSchema, STATUS_FILTERS } from "@/lib/members/audience";
import { type CardInput, cardSchema } from "@/lib/members/input";
import { moveToNotes } from "@/lib/members/move-to-notes";
import { countMembers, countsOfPage, cursorSchema, getMember, listMembers } from "@/lib/members/queries";
import { createMember, deleteMember, updateMember } from "@/lib/members/write";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";
import { Program } from "@/tests/support/program";

let arrange: Program;
let office: string;
beforeAll(async () => {
  arrange = await Program.open();
});
beforeEach(async () => {
  office = (await arrange.office()).id;
});
afterAll(() => arrange.close());

const add = (input: CardInput, to = office) =>
  withOffice(to, (tx) => createMember(tx, to, ANNA, cardSchema.parse(input), "sv"));

const get = (id: string) => withOffice(office, (tx) => getMember(tx, office, id));

async function save(id: string, input: CardInput, version?: string) {
  const shown = version ?? (await get(id)).version;
  await withOffice(office, (tx) => updateMember(tx, office, ANNA, id, shown, cardSchema.parse(input)));
  return get(id);
}

const setStatus = (id: string, status: string) =>
  arrange.sql`update members set email_status = ${status}, email_status_at = now() where id = ${id}`;

const suppress = (address: string) =>
  arrange.sql`insert into suppressions (address, problem) values (${address}, 'problem_spam') on conflict do nothing`;

const know = (address: string, problem: string, of = office) =>
  arrange.sql`insert into address_problems (office_id, address, problem) values (${of}, ${address}, ${problem})`;

describe("the status of an address on a card", () => {
  it("starts unconfirmed, and is none without an address", async () => {
    expect(await get(await add({ lastName: "Ek", email: " Anna@Exempel.FI " }))).toMatchObject({
      email: "anna@exempel.fi",
      emailStatus: "unconfirmed",
    });
    expect(await get(await add({ lastName: "Ek" }))).toMatchObject({ email: null, emailStatus: null });
  });

  it("stays over a change of case or blanks, and starts again with another address", async () => {
    const id = await add({ lastName: "Ek", email: "anna@exempel.fi" });
    await setStatus(id, "confirmed");
    expect((await save(id, { lastName: "Eklund", email: "  ANNA@exempel.fi" })).emailStatus).toBe(
      "confirmed",
    );
    expect((await save(id, { lastName: "Eklund", email: "ny@exempel.fi" })).emailStatus).toBe("unconfirmed");
    expect(await save(id, { lastName: "Eklund", email: " " })).toMatchObject({
      email: null,
      emailStatus: null,
    });
    expect((await save(id, { lastName: "Eklund", email: "anna@exempel.fi" })).emailStatus).toBe(
      "unconfirmed",
    );
  });

  it("is the office's own known problem, else blocked where the provider must not send", async () => {
    await suppress("spam@exempel.fi");
    await suppress("bounced@exempel.fi");
    await know("bounced@exempel.fi", "problem_bounced");
    await know("refused@exempel.fi", "problem_unsubscribed");
    await know("spam@exempel.fi", "problem_spam", (await arrange.office()).id);
    const id = await add({ lastName: "Ek", email: "spam@exempel.fi" });
    expect((await get(id)).emailStatus).toBe("problem_blocked");
    expect((await save(id, { lastName: "Ek", email: "bounced@exempel.fi" })).emailStatus).toBe(
      "problem_bounced",
    );
    expect((await save(id, { lastName: "Ek", email: "refused@exempel.fi" })).emailStatus).toBe(
      "problem_unsubscribed",
    );
  });

  it("is right when the problem is recorded at the same moment", async () => {
    const address = "samtidig@exempel.fi";
    let added: Promise<string> = Promise.resolve("");
    await asSystem(async (tx) => {
      await holdAddresses(tx, [address], "exclusive");
      added = add({ lastName: "Ek", email: address });
      await lockWaits(arrange.sql);
      await tx.execute(`insert into suppressions (address, problem) values ('${address}', 'problem_spam')`);
    });
    expect((await get(await added)).emailStatus).toBe("problem_blocked");
  });
});

describe("a card", () => {
  it("has the language that it names, else the office's, and keeps it where a change names none", async () => {
    expect((await get(await add({ lastName: "Ek" }))).language).toBe("sv");
    const id = await add({ lastName: "Virtanen", language: "suomi" });
    expect((await get(id)).language).toBe("fi");
    expect((await save(id, { lastName: "Virtanen", city: "Vasa" })).language).toBe("fi");
  });

  it("is not overwritten by somebody who has not seen the last change", async () => {
    const id = await add({ lastName: "Ek" });
    const { version } = await get(id);
    await save(id, { lastName: "Ekman" }, version);
    await expect(save(id, { lastName: "Eklund" }, version)).rejects.toThrow(Conflict);
    expect((await get(id)).lastName).toBe("Ekman");
  });

  it("that was saved, but without an answer, is saved the second time", async () => {
    const id = await add({ lastName: "Ek", email: "anna@exempel.fi" });
    const { version } = await get(id);
    const saved = await save(id, { lastName: "Ekman", email: "ny@exempel.fi" }, version);
    expect(await save(id, { lastName: "Ekman", email: "ny@exempel.fi" }, version)).toEqual(saved);
    const acts = await arrange.sql`select act from log_entries where office_id = ${office} order by at`;
    expect(acts.map(({ act }) => act)).toEqual(["card.created", "card.changed"]);
  });

  it("of another office cannot be seen, changed or removed", async () => {
    const id = await add({ lastName: "Ek", email: "anna@exempel.fi" });
    const { version } = await get(id);
    const other = (await arrange.office()).id;
    const card = cardSchema.parse({ lastName: "Tjuv" });
    await expect(withOffice(other, (tx) => getMember(tx, other, id))).rejects.toThrow(NotFound);
    await expect(withOffice(other, (tx) => getMember(tx, office, id))).rejects.toThrow(NotFound);
    await expect(withOffice(other, (tx) => updateMember(tx, other, ANNA, id, version, card))).rejects.toThrow(
      NotFound,
    );
    await expect(withOffice(other, (tx) => deleteMember(tx, other, ANNA, id))).rejects.toThrow(NotFound);
    expect((await get(id)).lastName).toBe("Ek");
    await expect(get("not-an-id")).rejects.toThrow(NotFound);
  });
});

describe("moving addresses with a problem to the notes", () => {
  const remarks = {
    problem_bounced: "Problem (studsad), flyttad 23.11.2026",
    problem_spam: "spam",
    problem_unsubscribed: "unsubscribed",
    problem_blocked: "blocked",
    problem_invalid: "invalid",
  };
  const move = (ids?: string[]) =>
    withOffice(office, (tx) => moveToNotes(tx, office, ANNA, ids ? { ids } : {}, remarks));

  it("leaves the address in the notes, and the other cards as they are", async () => {
    const bounced = await add({ lastName: "Ek", email: "anna@exempel.fi", notes: "Ordförande" });
    const fine = await add({ lastName: "Ek", email: "bo@exempel.fi" });
    const spam = await add({ lastName: "Ek", email: "eva@exempel.fi" });
    await setStatus(bounced, "problem_bounced");
    await setStatus(spam, "problem_spam");
    expect(await move([bounced, fine])).toBe(1);
    expect(await get(bounced)).toMatchObject({
      email: null,
      emailStatus: null,
      notes: "Ordförande\nanna@exempel.fi (Problem (studsad), flyttad 23.11.2026)",
    });
    expect(await move()).toBe(1);
    expect((await get(spam)).notes).toBe("eva@exempel.fi (spam)");
    expect((await get(fine)).email).toBe("bo@exempel.fi");
  });

  it("is told in the log by the address where the card has no other name", async () => {
    const id = await add({ email: "anna@exempel.fi" });
    await setStatus(id, "problem_bounced");
    await move([id]);
    const told = await arrange.sql`
      select object_name from log_entries where object_id = ${id} and act = 'card.addressMoved'`;
    expect(told).toEqual([{ object_name: "anna@exempel.fi" }]);
  });

  it("stays within the office", async () => {
    const id = await add({ lastName: "Ek", email: "anna@exempel.fi" });
    await setStatus(id, "problem_bounced");
    const other = (await arrange.office()).id;
    expect(await withOffice(other, (tx) => moveToNotes(tx, other, ANNA, { ids: [id] }, remarks))).toBe(0);
  });
});

describe("the list", () => {
  const names = [
    "Öhman",
    "åberg",
    "Zitting",
    "Ek",
    "Ek",
    "Ek",
    "Ärlig",
    "von Essen",
    "Abrahamsson",
    "Éklund",
    "",
  ];

  it("holds every card on exactly one page, in Swedish order, forward and backward", async () => {
    for (const lastName of names) await add({ lastName, organisation: "x" });
    const page = (place: object) =>
      withOffice(office, (tx) => listMembers(tx, office, {}, { ...place, size: 3 }));
    const forward = [];
    let current = await page({});
    for (;;) {
      forward.push(...current.rows);
      if (!current.next) break;
      current = await page({ after: cursorSchema.parse(current.next) });
    }
    expect(forward.map((row) => row.lastName)).toEqual([
      "Abrahamsson",
      "Ek",
      "Ek",
      "Ek",
      "Éklund",
      "von Essen",
      "",
      "Zitting",
      "åberg",
      "Ärlig",
      "Öhman",
    ]);
    expect(new Set(forward.map((row) => row.id)).size).toBe(names.length);
    const backward = [...current.rows];
    while (current.previous) {
      current = await page({ before: cursorSchema.parse(current.previous) });
      backward.unshift(...current.rows);
    }
    expect(backward).toEqual(forward);
  });

  it("has no page after one that is just full, and counts no page as all of a longer list", async () => {
    for (const lastName of ["A", "B", "C", "D"]) await add({ lastName });
    const page = (place: object) =>
      withOffice(office, (tx) => listMembers(tx, office, {}, { size: 2, ...place }));
    const first = await page({});
    const last = await page({ after: cursorSchema.parse(first.next) });
    expect([last.rows.length, last.next]).toEqual([2, undefined]);
    expect(await page({ before: cursorSchema.parse(last.previous) })).not.toHaveProperty("previous");
    expect([countsOfPage(first), countsOfPage(last)]).toEqual([null, null]);
    expect(countsOfPage(await page({ size: 4 }))).toMatchObject({ total: 4, none: 4 });
  });

  it("finds by every word, in any order, and takes wildcards as they are written", async () => {
    await add({ firstName: "Eva", lastName: "Åkerlund", city: "Jakobstad", email: "eva_1@exempel.fi" });
    await add({ firstName: "Bo", lastName: "Ek", organisation: "100 % ull \\ lin" });
    const found = async (search: string) =>
      (await withOffice(office, (tx) => listMembers(tx, office, audienceSchema.parse({ search })))).rows.map(
        (row) => row.firstName,
      );
    expect(await found("åkerlund, EVA")).toEqual(["Eva"]);
    expect(await found(" jakob ")).toEqual(["Eva"]);
    expect(await found("a_1@")).toEqual(["Eva"]);
    expect(await found("ev__1")).toEqual([]);
    expect(await found("%")).toEqual(["Bo"]);
    expect(await found("\\")).toEqual(["Bo"]);
    expect(await found("eva ek")).toEqual([]);
    expect(await found("\0")).toEqual(["Eva", "Bo"].toSorted());
  });

  it("counts what it shows", async () => {
    const ids: string[] = [];
    for (const lastName of ["A", "B", "C"])
      ids.push(await add({ lastName, email: `${lastName}@exempel.fi` }));
    ids.push(await add({ lastName: "D" }));
    await setStatus(ids[0] ?? "", "confirmed");
    await setStatus(ids[1] ?? "", "problem_spam");
    const count = (audience: object) => withOffice(office, (tx) => countMembers(tx, office, audience));
    expect(await count({})).toMatchObject({
      total: 4,
      confirmed: 1,
      problem_spam: 1,
      unconfirmed: 1,
      none: 1,
    });
    expect(await count({ ids })).toEqual(await count({}));
    expect((await count({ status: "problem" })).total).toBe(1);
    for (const status of STATUS_FILTERS) {
      expect(await count({ status }), status).toEqual(await count({ status, ids }));
    }
    expect((await count({ status: "none", search: "d" })).total).toBe(1);
    expect((await count({ ids: [] })).total).toBe(0);
    await withOffice(office, (tx) => deleteMember(tx, office, ANNA, ids[0] ?? ""));
    expect(await count({})).toMatchObject({ total: 3, confirmed: 0 });
  });
});
