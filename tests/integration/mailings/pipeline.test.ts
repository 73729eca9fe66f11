import { afterAll, beforeAll, expect, test } from "vitest";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

test("a mailing goes from draft to a status for every recipient", async () => {
  const office = await desk.arrange.office();
  const other = await desk.arrange.office("Grannföreningen");
  await desk.arrange.members(office.id, [
    ...Array.from({ length: 210 }, (_, n) => ({ email: `m${n}@example.org` })),
    ...["bounced", "complained", "suppressed", "soft+2", "invalid", "policy"].map((receiver) => ({
      email: `${receiver}${receiver.includes("+") ? "-" : "+"}a@resend.dev`,
    })),
    { email: "known@example.org", status: "problem_bounced" },
    { email: "asked@example.org", status: "confirmation_requested" },
    { email: null },
  ]);
  await desk.arrange.members(other.id, [{ email: "complained+a@resend.dev" }]);

  const { mailingId, total } = await desk.prepared(office.id, 216);
  expect(total).toBe(217);
  await desk.sendAll(office.id, mailingId, total);
  await desk.drainUntilQuiet(mailingId);

  expect(await desk.counts(mailingId)).toEqual({
    sent: 210,
    bounced: 1,
    spam: 1,
    blocked: 2,
    soft_bounced: 1,
    invalid: 1,
    unknown: 1,
  });
  const [mailing] = await desk.sql`select * from mailings where id = ${mailingId}`;
  expect(mailing).toMatchObject({
    state: "sent",
    total: 217,
    skipped_unconfirmed: 1,
    skipped_without_address: 1,
  });
  const cards = await desk.sql`
    select office_id = ${office.id} as own, email, email_status as status from members
    where email like '%@resend.dev' order by 1 desc, 2`;
  expect(cards.map(({ own, email, status }) => [own ? "own" : "other", email, status])).toEqual([
    ["own", "bounced+a@resend.dev", "problem_bounced"],
    ["own", "complained+a@resend.dev", "problem_spam"],
    ["own", "invalid+a@resend.dev", "problem_invalid"],
    ["own", "policy+a@resend.dev", "confirmed"],
    ["own", "soft+2-a@resend.dev", "confirmed"],
    ["own", "suppressed+a@resend.dev", "problem_blocked"],
    ["other", "complained+a@resend.dev", "problem_blocked"],
  ]);
  const [mail] = await desk.outbox("m7@example.org");
  expect(mail?.subject).toBe("Hej Anna7");
  expect(mail?.html).toContain("Kära Anna7 Ek, välkommen till Byns ungdomsförening!");
  expect(mail?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
});

test("one message per address stands for the whole family", async () => {
  const office = await desk.arrange.office();
  await desk.arrange.members(office.id, [
    { email: "ek@example.org", firstName: "Anna" },
    { email: "ek@example.org", firstName: "Nils" },
    { email: "berg@example.org", firstName: "Eva", lastName: "Berg" },
  ]);
  const { mailingId, total } = await desk.prepared(office.id, 2, { onePerAddress: true });
  expect(total).toBe(2);
  await desk.sendAll(office.id, mailingId, total);
  expect((await desk.outbox("ek@example.org")).map(({ subject }) => subject)).toEqual(["Hej Anna & Nils"]);
});
