import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { activate, personWithAddress } from "@/lib/auth/invite";
import { logIn } from "@/lib/auth/log-in";
import { hashPassword } from "@/lib/auth/password";
import { readToken } from "@/lib/auth/tokens";
import { acceptInvitation, declineInvitation } from "@/lib/colleagues/accept";
import { removeColleague } from "@/lib/colleagues/change";
import { inviteColleague, resendInvitation, withdrawInvitation } from "@/lib/colleagues/invite";
import { getColleague, invitationsOf, listColleagues, listInvited } from "@/lib/colleagues/queries";
import { invitations } from "@/lib/db/schema/offices";
import { asAuth } from "@/lib/db/tenant";
import { Conflict, NotFound } from "@/lib/errors";
import { createAdministrator } from "@/lib/offices/administrators";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";
import type { TestOffice } from "@/tests/support/offices";
import { Program } from "@/tests/support/program";
import { colleague, PASSWORD, person, setRights } from "./people";

const posted = vi.hoisted(() => ({ mails: [] as { text: string; to: string }[], refused: false }));

vi.mock("@/lib/mail/provider", () => ({
  sendOne: async (mail: { text: string; to: string | string[] }) => {
    posted.mails.push({ text: mail.text, to: String(mail.to) });
    return posted.refused ? { kind: "refused" } : { kind: "accepted", id: randomUUID() };
  },
}));

const RIGHTS = { role: "colleague", register: "read", mailings: "none" } as const;
const ADMINISTRATOR = { role: "administrator", register: "none", mailings: "none" } as const;

let arrange: Program;
let office: TestOffice & { language: "sv" };
beforeAll(async () => {
  arrange = await Program.open();
});
beforeEach(async () => {
  office = { ...(await arrange.office()), language: "sv" };
  posted.mails.length = 0;
  posted.refused = false;
});
afterAll(() => arrange.close());

const newAddress = () => `${randomUUID().slice(0, 8)}@exempel.fi`;
const invite = (email: string, rights: typeof RIGHTS | typeof ADMINISTRATOR = RIGHTS, to = office) =>
  inviteColleague(to, ANNA, { email, ...rights });
const invitedId = async () => (await listInvited(office.id)).rows[0]?.userId ?? "";
const secretIn = (text = "") => /\/activate\/([\w-]{43})/.exec(text)?.[1] ?? "";
const told = async () =>
  (
    await arrange.sql`select act, object_name from log_entries where office_id = ${office.id} order by at`
  ).map(({ act, object_name }) => `${act} ${object_name}`);

async function administrator(of = office.id): Promise<{ id: string; name: string }> {
  const { id } = await person(arrange.sql);
  await arrange.sql`insert into memberships (user_id, office_id, role) values (${id}, ${of}, 'administrator')`;
  return { id, name: "Anna Ek" };
}

describe("somebody new", () => {
  test("is nobody's colleague before the link is used, and has the given rights after", async () => {
    const email = newAddress();
    expect(await invite(email)).toBe(true);
    const id = await invitedId();
    await expect(getColleague(office.id, id)).rejects.toThrow(NotFound);
    const secret = secretIn(posted.mails[0]?.text);
    expect(await activate(secret, { name: "Eva Ek", password: "fyra lugna kossor", language: "sv" })).toBe(
      id,
    );
    expect(await getColleague(office.id, id)).toEqual({ userId: id, email, name: "Eva Ek", rights: RIGHTS });
    expect((await listInvited(office.id)).rows).toEqual([]);
    expect(await told()).toEqual([`colleague.invited ${email}`, "colleague.accepted Eva Ek"]);
  });

  test("is asked by two offices, and answers both by one link", async () => {
    const other = { ...(await arrange.office("Staden")), language: "sv" as const };
    const email = newAddress();
    await invite(email);
    await invite(email, ADMINISTRATOR, other);
    const id = await invitedId();
    await activate(secretIn(posted.mails[1]?.text), {
      name: "E",
      password: "fyra lugna kossor",
      language: "sv",
    });
    expect((await getColleague(office.id, id)).rights).toEqual(RIGHTS);
    expect((await getColleague(other.id, id)).rights).toEqual(ADMINISTRATOR);
    expect(await readToken("invitation", secretIn(posted.mails[0]?.text))).toEqual({ state: "used" });
  });

  test("whose invitation is taken back is forgotten, and the link with it", async () => {
    await invite(newAddress());
    const id = await invitedId();
    await withdrawInvitation(office.id, ANNA, id);
    const secret = secretIn(posted.mails[0]?.text);
    expect(await readToken("invitation", secret)).toEqual({ state: "unknown" });
    expect(await activate(secret, { name: "E", password: "fyra lugna kossor", language: "sv" })).toBeNull();
    expect(await arrange.sql`select from users where id = ${id}`).toHaveLength(0);
    await expect(withdrawInvitation(office.id, ANNA, id)).rejects.toThrow(NotFound);
  });

  test("is not forgotten when another office invites them at the same moment", async () => {
    const other = await arrange.office("Staden");
    const email = newAddress();
    await invite(email);
    const id = await invitedId();
    let withdrawn: Promise<void> | undefined;
    await asAuth(async (tx) => {
      await personWithAddress(tx, email);
      await tx.insert(invitations).values({ userId: id, officeId: other.id, role: "colleague" });
      withdrawn = withdrawInvitation(office.id, ANNA, id);
      await lockWaits(arrange.sql);
    });
    await withdrawn;
    expect((await listInvited(other.id)).rows).toMatchObject([{ email }]);
    expect((await listInvited(office.id)).rows).toEqual([]);
  });
});

describe("somebody who has got a password after the invitation", () => {
  const begin = { name: "Mallory", password: "fyra lugna kossor", language: "sv" } as const;

  test("from the operator, keeps it: the link in the mail is over, and the invitation waits", async () => {
    const email = newAddress();
    await invite(email);
    const id = await invitedId();
    const secret = secretIn(posted.mails[0]?.text);
    const passwordHash = await hashPassword(PASSWORD);
    await createAdministrator({ officeId: (await arrange.office()).id, email, passwordHash });
    expect(await readToken("invitation", secret)).toEqual({ state: "used" });
    expect(await activate(secret, begin)).toBeNull();
    expect(await logIn({ email, password: PASSWORD }, null)).toMatchObject({ user: { id } });
    expect(await invitationsOf(id)).toHaveLength(1);
  });

  test("keeps it also where a link is still open", async () => {
    const email = newAddress();
    await invite(email);
    const passwordHash = await hashPassword(PASSWORD);
    await arrange.sql`update users set password_hash = ${passwordHash} where email = ${email}`;
    expect(await activate(secretIn(posted.mails[0]?.text), begin)).toBeNull();
    expect(await logIn({ email, password: PASSWORD }, null)).not.toBeNull();
  });
});

describe("somebody who has a login", () => {
  test("cannot be invited by themselves, also from the head office", async () => {
    const { id, email } = await person(arrange.sql);
    const me = { ...ANNA, id, from: "Modellförbundet" };
    await expect(inviteColleague(office, me, { email, ...RIGHTS })).rejects.toMatchObject({
      code: "ownAddress",
    });
    expect((await listInvited(office.id)).rows).toEqual([]);
    expect(posted.mails).toEqual([]);
  });

  test("gets a mail without a secret, and becomes a colleague by accepting", async () => {
    const { id, email } = await person(arrange.sql);
    await invite(email);
    expect(posted.mails[0]?.text).toContain("http://localhost:3000/offices");
    expect(secretIn(posted.mails[0]?.text)).toBe("");
    expect(await invitationsOf(id)).toEqual([
      { slug: office.slug, officeName: office.name, invitedByName: "Anna Ek" },
    ]);
    await expect(getColleague(office.id, id)).rejects.toThrow(NotFound);
    const me = { id, name: "Anna Ek" };
    const answers = await Promise.allSettled([1, 2].map(() => acceptInvitation(me, office.slug)));
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await getColleague(office.id, id)).rights).toEqual(RIGHTS);
    await expect(invite(email)).rejects.toMatchObject({ code: "alreadyColleague" });
  });

  test("stands among the invited where anybody else with the address would", async () => {
    const addresses = ["b", "c", "a"].map((letter) => `${letter}-${newAddress()}`);
    for (const email of addresses) await invite(email);
    await arrange.sql`update users set name = 'Anna' where email = ${addresses[1] ?? ""}`;
    const listed = (await listInvited(office.id)).rows.map(({ email }) => email);
    expect(listed).toEqual(addresses.toSorted());
  });

  test("may decline", async () => {
    const { id, email } = await person(arrange.sql);
    await invite(email);
    await declineInvitation({ id, name: "Anna Ek" }, office.slug);
    expect(await invitationsOf(id)).toEqual([]);
    await expect(acceptInvitation({ id, name: "Anna Ek" }, office.slug)).rejects.toThrow(Conflict);
    expect(await told()).toEqual([`colleague.invited ${email}`, "colleague.declined Anna Ek"]);
  });

  test("cannot accept what is too old, withdrawn, or another's", async () => {
    const [old, withdrawn, other] = [
      await person(arrange.sql),
      await person(arrange.sql),
      await person(arrange.sql),
    ];
    await invite(old.email);
    await invite(withdrawn.email);
    await arrange.sql`update invitations set sent_at = now() - interval '7 days' where user_id = ${old.id}`;
    await withdrawInvitation(office.id, ANNA, withdrawn.id);
    for (const { id } of [old, withdrawn, other]) {
      expect(await invitationsOf(id)).toEqual([]);
      await expect(acceptInvitation({ id, name: "X" }, office.slug)).rejects.toThrow(Conflict);
    }
    expect((await listInvited(office.id)).rows.map(({ expired }) => expired)).toEqual([true]);
  });
});

describe("an invitation", () => {
  test("is not given twice, is kept when the mail fails, and can be sent again", async () => {
    const email = newAddress();
    posted.refused = true;
    expect(await invite(email)).toBe(false);
    await expect(invite(email)).rejects.toMatchObject({ code: "alreadyInvited" });
    posted.refused = false;
    const id = await invitedId();
    await arrange.sql`update invitations set sent_at = now() - interval '8 days' where user_id = ${id}`;
    expect(await resendInvitation(office, ANNA, id)).toBe(true);
    expect(await resendInvitation(office, ANNA, id)).toBe(true);
    expect(posted.mails).toHaveLength(2);
    const secret = secretIn(posted.mails[1]?.text);
    expect(await activate(secret, { name: "Eva", password: "fyra lugna kossor", language: "sv" })).toBe(id);
  });

  test("of another office cannot be sent or taken back", async () => {
    await invite(newAddress());
    const id = await invitedId();
    const other = { ...(await arrange.office()), language: "sv" as const };
    await expect(resendInvitation(other, ANNA, id)).rejects.toThrow(NotFound);
    await expect(withdrawInvitation(other.id, ANNA, id)).rejects.toThrow(NotFound);
  });
});

describe("the last administrator", () => {
  test("cannot be removed or become a colleague", async () => {
    const { id } = await administrator();
    await colleague(arrange.sql, office.id);
    await invite(newAddress(), ADMINISTRATOR);
    await expect(removeColleague(office.id, ANNA, id)).rejects.toMatchObject({ code: "lastAdministrator" });
    const demoted = setRights(office.id, id, RIGHTS);
    await expect(demoted).rejects.toMatchObject({ code: "lastAdministrator" });
    await setRights(office.id, id, ADMINISTRATOR);
    expect((await getColleague(office.id, id)).rights.role).toBe("administrator");
  });

  test("stays when two administrators remove or demote each other at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      const of = (await arrange.office()).id;
      const [one, two] = [await administrator(of), await administrator(of)];
      const outcomes = await Promise.allSettled([
        removeColleague(of, ANNA, one.id),
        round % 2 ? removeColleague(of, ANNA, two.id) : setRights(of, two.id, RIGHTS),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      const { rows: colleagues } = await listColleagues(of);
      expect(colleagues.filter(({ rights }) => rights.role === "administrator")).toHaveLength(1);
    }
  });

  test("does not keep others from being changed or removed, and each is told of", async () => {
    await administrator();
    const { id } = await administrator();
    await setRights(office.id, id, RIGHTS);
    expect((await getColleague(office.id, id)).rights).toEqual(RIGHTS);
    await removeColleague(office.id, ANNA, id);
    await expect(getColleague(office.id, id)).rejects.toThrow(NotFound);
    await expect(removeColleague(office.id, ANNA, id)).rejects.toThrow(NotFound);
    expect(await arrange.sql`select from users where id = ${id}`).toHaveLength(1);
    expect(await told()).toEqual(["colleague.rightsChanged Anna Ek", "colleague.removed Anna Ek"]);
  });

  test("is one of this office: a colleague of another cannot be touched", async () => {
    const other = (await arrange.office()).id;
    await administrator(other);
    const { id } = await administrator(other);
    await expect(removeColleague(office.id, ANNA, id)).rejects.toThrow(NotFound);
    await expect(setRights(office.id, id, RIGHTS)).rejects.toThrow(NotFound);
    expect((await getColleague(other, id)).rights.role).toBe("administrator");
  });
});
