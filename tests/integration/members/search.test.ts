import { afterAll, beforeAll, expect, it } from "vitest";
import { withOffice } from "@/lib/db/tenant";
import {
  countMembers,
  countsOfPage,
  cursorSchema,
  listMembers,
  type MemberPage,
} from "@/lib/members/queries";
import { folded } from "@/tests/support/folded";
import { Program } from "@/tests/support/program";

let arrange: Program;
let office: string;
let texts: { id: string; text: string }[];
beforeAll(async () => {
  arrange = await Program.open();
  office = (await arrange.office()).id;
  for (const id of [office, (await arrange.office()).id]) {
    await arrange.sql`
      insert into members (office_id, first_name, last_name, organisation, city, email, email_status)
      select ${id}, (array['Anna', 'Åke', 'Bo'])[1 + n % 3], (array['Ek', 'Östberg'])[1 + n % 2] || n,
        case when n % 500 = 0 then '100 % ull \\ lin_ne' when n % 700 = 0 then ${"Åbo Smørrebrød".normalize("NFD")} else '' end, 'Vasa', 'm' || n || '@example.org',
        (case when n % 7 = 0 then 'confirmed' else 'unconfirmed' end)::email_status
      from generate_series(1, 3000) n`;
  }
  texts = await arrange.sql<{ id: string; text: string }[]>`
    select id, concat_ws(' ', first_name, last_name, organisation, city, email) as text
    from members where office_id = ${office}`;
});
afterAll(() => arrange.close());

/* Found by the index and by a walk through the list; of one office, while another has the same cards. */
it.each([
  "östberg1501",
  "BERG150",
  "anna ek15",
  "15 ek anna",
  "m77@example",
  "vasa",
  "anna vasa",
  "bo",
  "% ull",
  "lin_ne",
  "\\ lin",
  "li__ne",
  "%%%",
  "nobody",
  "ek östberg",
  "ostberg1501",
  "OSTBERG150",
  "ake ek15",
  "äke",
  "ånna ék15",
  "åbo",
  "smorrebrod abo",
  "smørrebrød",
  "bō",
])("finds the cards with every word of %s, and no others", async (search) => {
  const words = folded(search).split(" ");
  const wanted = texts.filter(({ text }) => words.every((word) => folded(text).includes(word)));
  const [page, counts] = await withOffice(office, async (tx) => [
    await listMembers(tx, office, { search }, { size: 3000 }),
    await countMembers(tx, office, { search }),
  ]);
  expect(page.rows.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
  expect(counts.total).toBe(wanted.length);
  expect(countsOfPage(page)).toEqual(counts);
});

it.each([
  ["Linden", "Lindén"],
  ["lindén", "Linden"],
  ["soderstrom", "Söderström"],
  ["Söderström".normalize("NFD"), "Söderström"],
  ["Söderström", "Söderström".normalize("NFD")],
  ["aero", "Ærø"],
  ["Grossmann", "Großmann"],
])("finds by %s whoever is called %s", async (search, lastName) => {
  const { id } = await arrange.office();
  const [card] = await arrange.members(id, [
    { lastName, email: "x@example.org" },
    { email: "y@example.org" },
  ]);
  const { rows } = await withOffice(id, (tx) => listMembers(tx, id, { search }));
  expect(rows.map((row) => row.id)).toEqual([card]);
});

it.each(["vasa", "anna vasa", "berg15", "östberg1501"])(
  "shows the cards with %s page by page, both ways",
  async (search) => {
    const all = await withOffice(office, (tx) => listMembers(tx, office, { search }, { size: 3000 }));
    const size = 60;
    const pages: MemberPage[] = [];
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const place = after ? { after: cursorSchema.parse(after) } : {};
      const page = await withOffice(office, (tx) => listMembers(tx, office, { search }, { ...place, size }));
      after = page.next;
      pages.push(page);
    }
    expect(pages.flatMap(({ rows }) => rows)).toEqual(all.rows);
    for (const [at, { previous }] of pages.entries()) {
      if (!previous) continue;
      const place = { before: cursorSchema.parse(previous), size };
      const back = await withOffice(office, (tx) => listMembers(tx, office, { search }, place));
      expect(back.rows).toEqual(pages[at - 1]?.rows);
    }
  },
);

it("narrows what was found by a status too", async () => {
  const view = { search: "östberg10", status: "confirmed" } as const;
  const [page, counts] = await withOffice(office, async (tx) => [
    await listMembers(tx, office, view),
    await countMembers(tx, office, view),
  ]);
  expect(page.rows.length).toBeGreaterThan(0);
  expect(page.rows.every(({ emailStatus }) => emailStatus === "confirmed")).toBe(true);
  expect(countsOfPage(page)).toEqual(counts);
});

it("leaves the counting of a longer list to the database", async () => {
  const page = await withOffice(office, (tx) => listMembers(tx, office, { search: "anna" }));
  expect(countsOfPage(page)).toBeNull();
});
