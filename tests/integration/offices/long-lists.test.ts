import { afterAll, beforeAll, expect, test } from "vitest";
import { listColleagues, listInvited } from "@/lib/colleagues/queries";
import type { ListPage } from "@/lib/db/list-page";
import { listOfficesOf } from "@/lib/offices/list";
import { listMemberOffices } from "@/lib/offices/member-offices";
import { offerOffices } from "@/lib/offices/offer";
import { Program } from "@/tests/support/program";

/** A federation with 450 member offices, 450 colleagues and 450 who are invited. */

let arrange: Program;
let head: string;
let person: string;

beforeAll(async () => {
  arrange = await Program.open();
  head = (await arrange.office("Förbundet")).id;
  await arrange.sql`
    insert into offices (parent_id, slug, name)
    select ${head}, 'long-' || n, 'Förening ' || lpad((n % 449)::text, 3, '0') from generate_series(1, 450) n`;
  await arrange.sql`
    insert into users (email, name) select 'p' || n || '@example.org', 'Person ' || (n % 50) from generate_series(1, 900) n`;
  await arrange.sql`
    insert into memberships (user_id, office_id, role)
    select id, ${head}, 'administrator' from users where substr(split_part(email, '@', 1), 2)::int <= 450`;
  await arrange.sql`
    insert into invitations (user_id, office_id, role)
    select id, ${head}, 'colleague' from users where substr(split_part(email, '@', 1), 2)::int > 450`;
  const [row] = await arrange.sql<{ id: string }[]>`select id from users where email = 'p1@example.org'`;
  person = row?.id ?? "";
});
afterAll(() => arrange.close());

type List = (from?: unknown) => Promise<ListPage<object>>;

const LISTS: [string, number, List][] = [
  ["the offices of a person", 451, (from) => listOfficesOf(person, from)],
  ["the member offices", 450, (from) => listMemberOffices(head, from)],
  ["the colleagues", 450, (from) => listColleagues(head, from)],
  ["the invited", 450, (from) => listInvited(head, from)],
];

const keyOf = (row: object) => JSON.stringify(row);

test.each(LISTS)("%s are read part by part, each once, and back again", async (_, total, list) => {
  const parts = [await list()];
  for (let next = parts[0]?.next; next; next = parts.at(-1)?.next) parts.push(await list(next));
  expect(parts.map(({ rows }) => rows.length)).toEqual([200, 200, total - 400]);
  expect(new Set(parts.flatMap(({ rows }) => rows.map(keyOf))).size).toBe(total);
  const [first, second, last] = parts;
  expect(await list(last?.previous)).toEqual(second);
  expect(await list(second?.previous)).toEqual({ ...first });
  expect(first?.previous).toBeUndefined();
});

test.each(LISTS)("%s begin at the beginning where the address says nothing of use", async (_, __, list) => {
  const first = await list();
  for (const from of ["gone", "019e3b6c-0000-7000-8000-000000000000", ["1", "2"], ""]) {
    expect(await list(from)).toEqual(first);
  }
});

test("what came before a part meanwhile is on the one before it", async () => {
  const [eighth] = (await listMemberOffices(head)).rows.slice(7);
  const part = await listMemberOffices(head, eighth?.id);
  const [first] = (await listMemberOffices(head)).rows;
  expect(part.rows[0]).toEqual(eighth);
  expect(part.previous).toBe(first?.id);
});

test("of many offices those that are ticked are offered, and what a search finds", async () => {
  const [one, two] = (await listMemberOffices(head)).rows.slice(10, 12);
  const ticked = [two?.id ?? "", one?.id ?? "", "no id"];
  const named = async (search?: string) => {
    const offer = await offerOffices(head, ticked, search);
    return { ...offer, offices: offer.offices.map(({ name }) => name) };
  };
  const chosen = [one?.name, two?.name];
  expect(await named()).toEqual({ offices: chosen, all: false });
  expect((await named("fören 14")).search).toEqual({ found: 15, more: false });
  for (const word of ["140", "Foréning 140", "förening 140".normalize("NFD")]) {
    expect((await named(word)).offices).toEqual(["Förening 140", ...chosen]);
  }
  expect(await named("inget sådant")).toEqual({
    offices: chosen,
    all: false,
    search: { found: 0, more: false },
  });
  expect((await named("förening")).search).toEqual({ found: 50, more: true });
});

test("of some hundreds all are offered, whatever is sought", async () => {
  const small = (await arrange.office("Litet")).id;
  await arrange.sql`
    insert into offices (parent_id, slug, name) select ${small}, 'small-' || n, 'F' || n from generate_series(1, 300) n`;
  const offer = await offerOffices(small, [], "ingen");
  expect(offer).toMatchObject({ all: true });
  expect(offer.offices).toHaveLength(300);
});
