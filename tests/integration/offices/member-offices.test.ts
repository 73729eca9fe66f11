import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { acceptInvitation } from "@/lib/colleagues/accept";
import { invitationsOf } from "@/lib/colleagues/queries";
import { withOffice } from "@/lib/db/tenant";
import { NotFound } from "@/lib/errors";
import { deleteMemberOffice, holdingsOf } from "@/lib/offices/delete";
import { findOfficeFor } from "@/lib/offices/find";
import { refuseHeld } from "@/lib/offices/hold";
import { listOfficesOf } from "@/lib/offices/list";
import {
  createMemberOffice,
  getMemberOffice,
  listMemberOffices,
  renameMemberOffice,
} from "@/lib/offices/member-offices";
import { restoreOffice } from "@/lib/offices/suspend";
import { tidyUp } from "@/lib/tidy-up";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";
import { Program } from "@/tests/support/program";
import { person } from "../auth/people";

const posted = vi.hoisted(() => ({ to: [] as string[], refused: false }));

vi.mock("@/lib/mail/provider", () => ({
  sendOne: async ({ to }: { to: string | string[] }) => {
    posted.to.push(String(to));
    return posted.refused ? { kind: "refused" } : { kind: "accepted", id: randomUUID() };
  },
}));

let arrange: Program;
let head: { id: string; slug: string; name: string; language: "sv" };
let admin: string;
let member: { id: string; slug: string };
beforeAll(async () => {
  arrange = await Program.open();
});
beforeEach(async () => {
  Object.assign(posted, { to: [], refused: false });
  head = { ...(await arrange.office("Modellförbundet")), language: "sv" };
  admin = (await person(arrange.sql)).id;
  await arrange.sql`insert into memberships (user_id, office_id, role) values (${admin}, ${head.id}, 'administrator')`;
  member = await createMemberOffice(head, ANNA, "Byns förening");
});
afterAll(() => arrange.close());

const told = async (id: string) =>
  (
    await arrange.sql`select act, actor_name, actor_from from log_entries where office_id = ${id} order by at`
  ).map(({ act, actor_name, actor_from }) => [act, actor_name, actor_from].filter(Boolean).join(" "));
const remove = (typed = "Byns förening", of = head) => deleteMemberOffice(of, ANNA, member.id, typed);
const named = async () => (await listOfficesOf(admin)).rows.map(({ name }) => name);

describe("a member office", () => {
  test("is made, renamed and listed by its head office, whose administrators enter it", async () => {
    expect((await listMemberOffices(head.id)).rows).toMatchObject([
      { name: "Byns förening", administrators: 0 },
    ]);
    expect((await findOfficeFor(admin, head.slug))?.office.isHeadOffice).toBe(true);
    expect((await findOfficeFor(admin, member.slug))?.office).toMatchObject({
      isHeadOffice: false,
      headOffice: { slug: head.slug },
    });
    await renameMemberOffice(head, ANNA, member.id, "Stadens förening");
    expect(await named()).toEqual(["Modellförbundet", "Stadens förening"]);
    expect(await told(head.id)).toEqual(["office.memberCreated Anna Ek", "office.memberRenamed Anna Ek"]);
    expect(await told(member.id)).toEqual(["office.changed Anna Ek Modellförbundet"]);
  });

  test("waits for nobody who sends something from the head office, or makes another one", async () => {
    await arrange.sql.begin(async (tx) => {
      await tx`select from offices where id = ${head.id} for share`;
      await Promise.all(["Norr", "Söder"].map((name) => createMemberOffice(head, ANNA, name)));
    });
  });

  test("tells whom it has invited to look after it", async () => {
    const [boss, reader] = [await person(arrange.sql), await person(arrange.sql)];
    await arrange.sql`insert into invitations (user_id, office_id, role)
      values (${boss.id}, ${member.id}, 'administrator'), (${reader.id}, ${member.id}, 'colleague')`;
    expect(await getMemberOffice(head.id, member.id)).toMatchObject({
      administrators: 0,
      invitedAdministrators: 1,
    });
    await acceptInvitation({ id: boss.id, name: "Bo" }, member.slug);
    await acceptInvitation({ id: reader.id, name: "Eva" }, member.slug);
    expect((await listMemberOffices(head.id)).rows).toMatchObject([
      { administrators: 1, invitedAdministrators: 0 },
    ]);
  });

  test("is made with the invitation to who is to look after it, or not at all", async () => {
    const { id: boss, email } = await person(arrange.sql);
    const own = { ...ANNA, id: boss };
    await expect(createMemberOffice(head, own, "Staden", email)).rejects.toMatchObject({
      code: "ownAddress",
    });
    expect(posted.to).toEqual([]);
    expect((await listMemberOffices(head.id)).rows).toHaveLength(1);
    const { mailed, ...made } = await createMemberOffice(head, ANNA, "Staden", email);
    expect([mailed, posted.to]).toEqual([true, [email]]);
    expect(await invitationsOf(boss)).toMatchObject([{ slug: made.slug, officeName: "Staden" }]);
    expect(await getMemberOffice(head.id, made.id)).toMatchObject({ invitedAdministrators: 1 });
    expect(await told(made.id)).toEqual(["colleague.invited Anna Ek Modellförbundet"]);
  });

  test("is there with its invitation also where the mail did not go out", async () => {
    posted.refused = true;
    const { id, mailed } = await createMemberOffice(head, ANNA, "Staden", "ny@exempel.fi");
    expect(mailed).toBe(false);
    expect(await getMemberOffice(head.id, id)).toMatchObject({ invitedAdministrators: 1 });
  });

  test("of another head office cannot be seen, renamed or deleted", async () => {
    const other = { ...(await arrange.office()), language: "sv" as const };
    await expect(getMemberOffice(other.id, member.id)).rejects.toThrow(NotFound);
    await expect(getMemberOffice(head.id, other.id)).rejects.toThrow(NotFound);
    await expect(getMemberOffice(head.id, head.id)).rejects.toThrow(NotFound);
    await expect(renameMemberOffice(other, ANNA, member.id, "Vår")).rejects.toThrow(NotFound);
    await expect(remove("Byns förening", other)).rejects.toThrow(NotFound);
    expect(await named()).toEqual(["Modellförbundet", "Byns förening"]);
  });
});

describe("deleting one", () => {
  test("says first what it holds, and wants its name typed", async () => {
    await arrange.members(member.id, [{ email: "a@exempel.fi" }, { email: null }]);
    await arrange.sql`insert into mailings (office_id, kind) values (${member.id}, 'mailing')`;
    expect(await holdingsOf(member.id)).toEqual({
      cards: 2,
      mailings: { all: 1, underWay: 0, paused: 0 },
    });
    await expect(remove("Byn")).rejects.toMatchObject({ code: "nameDiffers" });
    await expect(remove("")).rejects.toMatchObject({ code: "nameDiffers" });
    await remove("  byns FÖRENING ");
    expect(await named()).toEqual(["Modellförbundet"]);
  });

  test("needs one connection, also where more are deleted at once than there are connections", async () => {
    const names = Array.from({ length: 20 }, (_, nth) => `Kontor ${nth}`);
    const many = [];
    for (const name of names) many.push({ name, ...(await createMemberOffice(head, ANNA, name)) });
    await Promise.all(many.map(({ id, name }) => deleteMemberOffice(head, ANNA, id, name)));
    expect(await named()).toEqual(["Modellförbundet", "Byns förening"]);
  });

  test("waits for mailings that are on their way, and not for one that is paused", async () => {
    await arrange.sql`insert into mailings (office_id, kind, state)
      values (${member.id}, 'mailing', 'preparing'), (${member.id}, 'mailing', 'sending')`;
    await expect(remove()).rejects.toMatchObject({ code: "underWay", values: { count: 2 } });
    await arrange.sql`update mailings set state = 'paused' where state = 'sending' and office_id = ${member.id}`;
    await arrange.sql`update mailings set state = 'cancelled' where state = 'preparing' and office_id = ${member.id}`;
    expect((await holdingsOf(member.id)).mailings).toEqual({ all: 2, underWay: 0, paused: 1 });
    await remove();
    await expect(remove()).rejects.toThrow(NotFound);
  });

  test("waits for who is pressing send, and lets nobody send afterwards", async () => {
    const [mailing] = await arrange.sql`
      insert into mailings (office_id, kind) values (${member.id}, 'mailing') returning id`;
    let removal: Promise<unknown> = Promise.resolve();
    await withOffice(member.id, async (tx) => {
      await refuseHeld(tx, member.id);
      removal = remove().then(
        () => "removed",
        ({ code }) => code,
      );
      await lockWaits(arrange.sql);
      await tx.execute(sql`update mailings set state = 'preparing' where id = ${mailing?.id}`);
    });
    expect(await removal).toBe("underWay");
    await arrange.sql`update mailings set state = 'cancelled' where id = ${mailing?.id}`;
    await remove();
    await expect(withOffice(member.id, (tx) => refuseHeld(tx, member.id))).rejects.toThrow(NotFound);
  });

  test("closes it for everybody, and the operator opens it again as it was", async () => {
    const invited = await person(arrange.sql);
    const own = await person(arrange.sql);
    await arrange.sql`insert into memberships (user_id, office_id, role) values (${own.id}, ${member.id}, 'administrator')`;
    await arrange.sql`insert into invitations (user_id, office_id, role) values (${invited.id}, ${member.id}, 'colleague')`;
    const [card] = await arrange.members(member.id, [{ email: "a@exempel.fi" }]);
    await remove();
    for (const id of [admin, own.id]) expect(await findOfficeFor(id, member.slug)).toBeNull();
    expect((await listOfficesOf(own.id)).rows).toEqual([]);
    expect((await listMemberOffices(head.id)).rows).toEqual([]);
    expect((await findOfficeFor(admin, head.slug))?.office.isHeadOffice).toBe(true);
    expect(await invitationsOf(invited.id)).toEqual([]);
    await expect(acceptInvitation({ id: invited.id, name: "X" }, member.slug)).rejects.toThrow();
    await restoreOffice(member.slug);
    expect((await listOfficesOf(own.id)).rows).toHaveLength(1);
    expect(await invitationsOf(invited.id)).toHaveLength(1);
    expect(await arrange.sql`select from members where id = ${card ?? ""}`).toHaveLength(1);
    await expect(restoreOffice(member.slug)).rejects.toThrow(NotFound);
    expect(await told(member.id)).toEqual(["office.deleted Anna Ek Modellförbundet", "office.restored"]);
    expect((await told(head.id)).slice(1)).toEqual(["office.memberDeleted Anna Ek", "office.memberRestored"]);
  });

  test("is for good after thirty days, with all that it holds, and for nobody else", async () => {
    const other = await createMemberOffice(head, ANNA, "Stadens förening");
    await arrange.members(member.id, [{ email: "a@exempel.fi" }]);
    await arrange.members(other.id, [{ email: "b@exempel.fi" }]);
    await remove();
    await arrange.sql`update offices set deleted_at = now() - interval '29 days 23 hours' where id = ${member.id}`;
    await tidyUp();
    expect(await arrange.sql`select from offices where id = ${member.id}`).toHaveLength(1);
    await arrange.sql`update offices set deleted_at = now() - interval '30 days 1 second' where id = ${member.id}`;
    await tidyUp();
    await expect(restoreOffice(member.slug)).rejects.toThrow(NotFound);
    expect(await arrange.sql`select from members where office_id = ${member.id}`).toHaveLength(0);
    expect(await arrange.sql`select from log_entries where office_id = ${member.id}`).toHaveLength(0);
    expect(await arrange.sql`select from members where office_id = ${other.id}`).toHaveLength(1);
  });
});
