import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { requireHeadOffice, requireOffice } from "@/lib/auth/require-office";
import type { Need } from "@/lib/auth/rights";
import { storeInvitation } from "@/lib/colleagues/invite";
import { asAuth, withOffice } from "@/lib/db/tenant";
import { Forbidden, NotFound } from "@/lib/errors";
import { createAdministrator } from "@/lib/offices/administrators";
import { createOffice } from "@/lib/offices/create";
import { listOfficesOf } from "@/lib/offices/list";
import { requireSecondFactor } from "@/lib/offices/require-second-factor";
import { Program } from "@/tests/support/program";
import { colleague, person } from "./people";

const visitor = vi.hoisted(() => ({ id: "" }));

vi.mock("@/lib/auth/session", () => ({
  requireUser: async () => ({ id: visitor.id, email: "", name: "", language: null }),
}));

const READ_REGISTER = { program: "register", right: "read" } as const;
const WRITE_MAILINGS = { program: "mailings", right: "write" } as const;
const ADMINISTER = { administrator: true } as const;

let arrange: Program;
let sql: postgres.Sql;
const people: Record<"headAdmin" | "headColleague" | "memberAdmin" | "memberColleague" | "nobody", string> = {
  headAdmin: "",
  headColleague: "",
  memberAdmin: "",
  memberColleague: "",
  nobody: "",
};

beforeAll(async () => {
  arrange = await Program.open();
  sql = arrange.sql;
  const head = await createOffice({ name: "Modellförbundet" });
  const member = await createOffice({ name: "Byn", parentSlug: "modellforbundet" });
  await createOffice({ name: "Staden", parentSlug: "modellforbundet" });
  await createOffice({ name: "Främmande" });
  for (const key of Object.keys(people) as (keyof typeof people)[]) people[key] = (await person(sql)).id;
  await sql`insert into memberships (user_id, office_id, role, register_right, mailings_right) values
    (${people.headAdmin}, ${head.id}, 'administrator', 'none', 'none'),
    (${people.headColleague}, ${head.id}, 'colleague', 'write', 'write'),
    (${people.memberAdmin}, ${member.id}, 'administrator', 'none', 'none'),
    (${people.memberColleague}, ${member.id}, 'colleague', 'read', 'none')`;
});

afterAll(() => arrange.close());

async function outcome(who: keyof typeof people, slug: string, need?: Need): Promise<string> {
  visitor.id = people[who];
  try {
    const { office } = await requireOffice(slug, need);
    return `in ${office.name}`;
  } catch (error) {
    return error instanceof Error ? error.name : "";
  }
}

describe("who may enter which office", () => {
  test.each([
    ["headAdmin", "modellforbundet", ADMINISTER, "in Modellförbundet"],
    ["headAdmin", "byn", ADMINISTER, "in Byn"],
    ["headAdmin", "staden", WRITE_MAILINGS, "in Staden"],
    ["headAdmin", "frammande", undefined, "NotFound"],
    ["headColleague", "modellforbundet", WRITE_MAILINGS, "in Modellförbundet"],
    ["headColleague", "modellforbundet", ADMINISTER, "Forbidden"],
    ["headColleague", "byn", undefined, "NotFound"],
    ["memberAdmin", "byn", ADMINISTER, "in Byn"],
    ["memberAdmin", "modellforbundet", undefined, "NotFound"],
    ["memberAdmin", "staden", undefined, "NotFound"],
    ["memberColleague", "byn", undefined, "in Byn"],
    ["memberColleague", "byn", READ_REGISTER, "in Byn"],
    ["memberColleague", "byn", WRITE_MAILINGS, "Forbidden"],
    ["memberColleague", "byn", ADMINISTER, "Forbidden"],
    ["nobody", "byn", undefined, "NotFound"],
    ["nobody", "finns-inte", undefined, "NotFound"],
    ["headAdmin", "' or true --", undefined, "NotFound"],
  ] as const)("%s at %s with %j: %s", async (who, slug, need, expected) => {
    expect(await outcome(who, slug, need)).toBe(expected);
  });

  test("the head office is named to all, and its address given to those who may enter it", async () => {
    visitor.id = people.memberColleague;
    expect((await requireOffice("byn")).office.headOffice).toEqual({ name: "Modellförbundet", slug: null });
    visitor.id = people.headAdmin;
    expect((await requireOffice("byn")).office.headOffice).toEqual({
      name: "Modellförbundet",
      slug: "modellforbundet",
    });
  });

  test("what a guest from the head office does is told of as theirs", async () => {
    const from = async (who: keyof typeof people) => {
      visitor.id = people[who];
      return (await requireOffice("byn")).actor.from;
    };
    expect([await from("headAdmin"), await from("memberAdmin")]).toEqual(["Modellförbundet", null]);
  });

  test("what concerns member offices is for administrators of a head office", async () => {
    visitor.id = people.headAdmin;
    expect((await requireHeadOffice("modellforbundet")).office.name).toBe("Modellförbundet");
    await expect(requireHeadOffice("byn")).rejects.toThrow(NotFound);
    visitor.id = people.headColleague;
    await expect(requireHeadOffice("modellforbundet")).rejects.toThrow(Forbidden);
  });
});

describe("an office that requires a second factor", () => {
  const actor = () => ({ kind: "colleague" as const, id: people.headAdmin, name: "Anna", from: null });
  const decide = async (slug: string, required: boolean) => {
    const [row] = await sql<{ id: string }[]>`select id from offices where slug = ${slug}`;
    const id = row?.id ?? "";
    await withOffice(id, (tx) => requireSecondFactor(tx, id, actor(), required));
    return id;
  };

  test("lets in only those who have one, in member offices too, and says so to nobody else", async () => {
    const id = await decide("modellforbundet", true);
    await decide("modellforbundet", true);
    expect(await outcome("headAdmin", "modellforbundet")).toBe("SecondFactorNeeded");
    expect(await outcome("memberColleague", "byn")).toBe("SecondFactorNeeded");
    expect(await outcome("nobody", "byn")).toBe("NotFound");
    await sql`insert into second_factors (user_id, secret) values (${people.memberColleague}, '\\x00')`;
    expect(await outcome("memberColleague", "byn")).toBe("SecondFactorNeeded");
    await sql`update second_factors set confirmed_at = now() where user_id = ${people.memberColleague}`;
    expect(await outcome("memberColleague", "byn")).toBe("in Byn");
    await decide("modellforbundet", false);
    expect(await outcome("headAdmin", "modellforbundet")).toBe("in Modellförbundet");
    const acts = await sql<{ act: string }[]>`
      select act from log_entries where office_id = ${id} and act like 'login.%' order by at`;
    expect(acts.map(({ act }) => act)).toEqual(["login.secondFactorRequired", "login.secondFactorOptional"]);
  });

  test("may be a member office alone", async () => {
    await decide("staden", true);
    expect(await outcome("headAdmin", "staden")).toBe("SecondFactorNeeded");
    expect(await outcome("headAdmin", "byn")).toBe("in Byn");
    await decide("staden", false);
  });
});

test("the chooser lists the offices that can be entered, the head office first", async () => {
  const names = async (who: keyof typeof people) =>
    (await listOfficesOf(people[who])).rows.map(({ name }) => name);
  expect(await names("headAdmin")).toEqual(["Modellförbundet", "Byn", "Staden"]);
  expect(await names("headColleague")).toEqual(["Modellförbundet"]);
  expect(await names("memberColleague")).toEqual(["Byn"]);
  expect(await names("nobody")).toEqual([]);
});

test("an office tells whether its visitor may enter others", async () => {
  const several = async (who: keyof typeof people, slug: string) => {
    visitor.id = people[who];
    return (await requireOffice(slug)).several;
  };
  expect(await several("headAdmin", "byn")).toBe(true);
  expect(await several("headColleague", "modellforbundet")).toBe(false);
  expect(await several("memberColleague", "byn")).toBe(false);
  /* The same office by another road is no other one, and one that was deleted is none. */
  const [group] = await sql<{ id: string; office_id: string }[]>`
    insert into groups (office_id, name) select id, 'Norr' from offices where slug = 'modellforbundet' returning *`;
  await sql`
    insert into memberships (user_id, office_id, role) values (${people.memberColleague}, ${group?.office_id ?? ""}, 'colleague')`;
  await sql`
    insert into group_administrators (group_id, office_id, user_id)
    values (${group?.id ?? ""}, ${group?.office_id ?? ""}, ${people.memberColleague})`;
  await sql`update offices set deleted_at = now() where slug = 'modellforbundet'`;
  const join = (slug: string) => sql`
    insert into group_offices (group_id, office_id, member_id)
    select ${group?.id ?? ""}, ${group?.office_id ?? ""}, id from offices where slug = ${slug}`;
  await join("byn");
  expect(await several("memberColleague", "byn")).toBe(false);
  await join("staden");
  expect(await several("memberColleague", "byn")).toBe(true);
  await sql`update offices set deleted_at = null where slug = 'modellforbundet'`;
  await sql`delete from groups where id = ${group?.id ?? ""}`;
  await sql`delete from memberships where user_id = ${people.memberColleague} and office_id = ${group?.office_id ?? ""}`;
});

describe("new offices", () => {
  test("get a free slug, also when several are made at once", async () => {
    const made = await Promise.all([1, 2, 3].map(() => createOffice({ name: "Åbo 4H" })));
    expect(made.map(({ slug }) => slug).sort()).toEqual(["abo-4h", "abo-4h-2", "abo-4h-3"]);
    expect((await createOffice({ name: "日本" })).slug).toBe("kontor");
    for (const name of ["Ekenäs", "Hangö", "Kimito", "Lovisa"]) {
      const names = [1, 2, 3].map(() => createOffice({ name }));
      expect(new Set((await Promise.all(names)).map(({ slug }) => slug)).size).toBe(3);
    }
  });

  test("are no head offices below another one", async () => {
    const { slug: parentSlug } = await createOffice({ name: "Över" });
    const { id } = await createOffice({ name: "Under", parentSlug, head: true });
    expect(await sql`select head from offices where id = ${id}`).toEqual([{ head: false }]);
  });

  test.each([
    [{ name: "X", slug: "byn" }, "slugTaken"],
    [{ name: "X", parentSlug: "finns-inte" }, "parentUnknown"],
    [{ name: "X", parentSlug: "byn" }, "parentIsMember"],
  ])("%j is refused: %s", async (input, code) => {
    await expect(createOffice(input)).rejects.toMatchObject({ code });
  });

  test("get an administrator: invited, with a password, or known already", async () => {
    const { id: officeId, slug } = await createOffice({ name: "Nya" });
    const invited = await createAdministrator({ officeId, email: "ny@exempel.fi" });
    expect(invited).toMatchObject({ kind: "invited", invitation: { email: "ny@exempel.fi" } });
    const set = await createAdministrator({ officeId, email: "ny@exempel.fi", passwordHash: "a hash" });
    expect(set).toEqual({ kind: "password" });
    const known = await createAdministrator({ officeId, email: "ny@exempel.fi", passwordHash: "another" });
    expect(known).toEqual({ kind: "known" });
    const [row] = await sql<{ id: string; password_hash: string }[]>`
      select id, password_hash from users where email = 'ny@exempel.fi'`;
    expect(row?.password_hash).toBe("a hash");
    visitor.id = row?.id ?? "";
    expect((await requireOffice(slug, ADMINISTER)).rights.administrator).toBe(true);
  });

  test("make an administrator of who is a colleague, or invited to be one", async () => {
    const { id: officeId, slug } = await createOffice({ name: "Befordran" });
    const known = await colleague(sql, officeId);
    expect(await createAdministrator({ officeId, email: known.email })).toEqual({ kind: "known" });
    visitor.id = known.id;
    expect((await requireOffice(slug, ADMINISTER)).rights.administrator).toBe(true);
    const email = "inbjuden@exempel.fi";
    const actor = { kind: "colleague" as const, id: known.id, name: "Anna", from: null };
    const rights = { role: "colleague", register: "read", mailings: "none" } as const;
    await asAuth((tx) => storeInvitation(tx, officeId, actor, { email, ...rights }));
    expect((await createAdministrator({ officeId, email })).kind).toBe("invited");
    expect(await sql`select role from invitations where office_id = ${officeId}`).toEqual([
      { role: "administrator" },
    ]);
  });
});
