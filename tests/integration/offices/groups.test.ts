import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { groupChoices } from "@/app/o/[office]/offices/groups/choices";
import { rightsOf } from "@/lib/auth/rights";
import { removeColleague } from "@/lib/colleagues/change";
import { NotFound } from "@/lib/errors";
import { getGroup, listGroups } from "@/lib/groups/queries";
import { changeGroup, createGroup, deleteGroup } from "@/lib/groups/write";
import { deleteMemberOffice } from "@/lib/offices/delete";
import { findOfficeFor } from "@/lib/offices/find";
import { listOfficesOf } from "@/lib/offices/list";
import { createMemberOffice } from "@/lib/offices/member-offices";
import { restoreOffice } from "@/lib/offices/suspend";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";
import { Program } from "@/tests/support/program";
import { colleague as otherColleague, person, setRights } from "../auth/people";

type Made = { id: string; slug: string };

let arrange: Program;
let head: Made & { name: string; language: "sv" };
let colleague: string;
let north: Made;
let south: Made;
beforeAll(async () => {
  arrange = await Program.open();
});
beforeEach(async () => {
  head = { ...(await arrange.office("Förbundet")), language: "sv" };
  colleague = (await person(arrange.sql)).id;
  await arrange.sql`insert into memberships (user_id, office_id, role) values (${colleague}, ${head.id}, 'colleague')`;
  north = await createMemberOffice(head, ANNA, "Norr");
  south = await createMemberOffice(head, ANNA, "Söder");
});
afterAll(() => arrange.close());

const enters = async (slug: string) => {
  const found = await findOfficeFor(colleague, slug);
  return found ? (rightsOf(found.standing)?.administrator ?? false) : false;
};

const group = (more: object = {}) => ({
  name: "Gruppen",
  offices: [north.id],
  administrators: [colleague],
  ...more,
});

const change = async (id: string, more: object) =>
  changeGroup(head.id, ANNA, id, (await getGroup(head.id, id)).version, group(more));

test("a group that is made while its administrator is taken out of the office has none", async () => {
  const under: { made?: Promise<string>; gone?: Promise<void> } = {};
  await arrange.sql.begin(async (held) => {
    await held`lock table log_entries in share mode`;
    under.gone = removeColleague(head.id, { ...ANNA, id: randomUUID() }, colleague);
    await lockWaits(arrange.sql);
    under.made = createGroup(head.id, ANNA, group());
    await lockWaits(arrange.sql, 2);
  });
  await under.gone;
  expect(await getGroup(head.id, (await under.made) ?? "")).toMatchObject({ administrators: [] });
});

test("a group's administrator enters its offices as administrator, and no other", async () => {
  expect(await enters(north.slug)).toBe(false);
  const id = await createGroup(head.id, ANNA, group());
  expect([await enters(north.slug), await enters(south.slug), await enters(head.slug)]).toEqual([
    true,
    false,
    false,
  ]);
  expect((await listOfficesOf(colleague)).rows.map(({ name }) => name)).toEqual(["Förbundet", "Norr"]);
  expect((await listOfficesOf((await person(arrange.sql)).id)).rows).toEqual([]);
  expect((await findOfficeFor(colleague, north.slug))?.office.headOffice?.slug).toBe(head.slug);
  await change(id, { offices: [south.id] });
  expect([await enters(north.slug), await enters(south.slug)]).toEqual([false, true]);
  const empty = await createGroup(head.id, ANNA, group({ name: "Tomma", offices: [], administrators: [] }));
  expect(await listGroups(head.id)).toEqual([
    { id, name: "Gruppen", offices: 1, administrators: 1 },
    { id: empty, name: "Tomma", offices: 0, administrators: 0 },
  ]);
  await deleteGroup(head.id, ANNA, id);
  expect(await enters(south.slug)).toBe(false);
  const told = await arrange.sql`select act from log_entries where office_id = ${head.id} order by at`;
  expect(told.slice(-4).map(({ act }) => act)).toEqual([
    "office.groupCreated",
    "office.groupChanged",
    "office.groupCreated",
    "office.groupDeleted",
  ]);
});

test("whoever leaves the head office leaves its groups", async () => {
  const id = await createGroup(head.id, ANNA, group());
  await removeColleague(head.id, ANNA, colleague);
  expect(await enters(north.slug)).toBe(false);
  expect((await getGroup(head.id, id)).administrators).toEqual([]);
});

test("a group is not overwritten by somebody who has not seen the last change", async () => {
  const id = await createGroup(head.id, ANNA, group());
  const { version } = await getGroup(head.id, id);
  const first = group({ offices: [south.id, north.id] });
  await changeGroup(head.id, ANNA, id, version, first);
  const now = await getGroup(head.id, id);
  const late = changeGroup(head.id, ANNA, id, version, group({ name: "Ny", administrators: [] }));
  await expect(late).rejects.toMatchObject({ version: now.version });
  expect(await getGroup(head.id, id)).toEqual(now);
  await changeGroup(head.id, ANNA, id, version, first);
  const told = await arrange.sql`
    select from log_entries where office_id = ${head.id} and act = 'office.groupChanged'`;
  expect(told).toHaveLength(1);
});

test("of two who change a group at the same moment one is told of the other", async () => {
  for (let round = 0; round < 5; round++) {
    const id = await createGroup(head.id, ANNA, group());
    const { version } = await getGroup(head.id, id);
    const outcomes = await Promise.allSettled(
      ["Ena", "Andra"].map((name) => changeGroup(head.id, ANNA, id, version, group({ name }))),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  }
});

test("whoever has become an administrator stays among the choices of their groups", async () => {
  await setRights(head.id, colleague, { role: "administrator", register: "none", mailings: "none" });
  const offered = async (administrators: string[]) =>
    (await groupChoices(head.id, { offices: [], administrators })).helpers.map(({ id }) => id);
  expect(await offered([])).toEqual([]);
  expect(await offered([colleague])).toEqual([colleague]);
});

test("an office that is restored is in its groups as before, whatever they were changed to", async () => {
  const id = await createGroup(head.id, ANNA, group({ offices: [north.id, south.id] }));
  await deleteMemberOffice(head, ANNA, south.id, "Söder");
  expect((await getGroup(head.id, id)).offices).toEqual([north.id]);
  expect(await listGroups(head.id)).toMatchObject([{ id, offices: 1 }]);
  await change(id, { name: "Ny" });
  await restoreOffice(south.slug);
  expect(await enters(south.slug)).toBe(true);
});

test("nothing of another head office gets into a group, and nobody else touches it", async () => {
  const other = { ...(await arrange.office()), language: "sv" as const };
  const foreign = await createMemberOffice(other, ANNA, "Främmande");
  const stranger = (await otherColleague(arrange.sql, other.id)).id;
  const named = group({
    offices: [foreign.id, head.id, randomUUID(), north.id],
    administrators: [stranger, colleague],
  });
  const id = await createGroup(head.id, ANNA, named);
  expect(await getGroup(head.id, id)).toMatchObject(group());
  expect(await enters(foreign.slug)).toBe(false);
  await expect(getGroup(other.id, id)).rejects.toThrow(NotFound);
  await expect(changeGroup(other.id, ANNA, id, "", group())).rejects.toThrow(NotFound);
  await expect(deleteGroup(other.id, ANNA, id)).rejects.toThrow(NotFound);
  expect(await enters(north.slug)).toBe(true);
});
