import { afterAll, beforeAll, expect, test } from "vitest";
import { formatDateTime } from "@/lib/i18n/format";
import { createDraft } from "@/lib/mailings/draft";
import { tellOfMissed } from "@/lib/mailings/tell-missed";
import { colleague, person } from "@/tests/integration/auth/people";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

const AT = new Date("2026-11-27T16:00:00Z");

/** An office with an administrator, and a mailing of one of its colleagues or of somebody else. */
async function missed(writer?: { id: string }) {
  const { id: office, slug } = await desk.arrange.office("Byns <uf>");
  const administrator = await person(desk.sql);
  await desk.sql`
    insert into memberships (user_id, office_id, role) values (${administrator.id}, ${office}, 'administrator')`;
  const author = writer ?? (await colleague(desk.sql, office));
  const { id } = await createDraft(
    office,
    { kind: "colleague", id: author.id, name: "Anna Ek", from: null },
    { subject: "Höstmöte", bodyHtml: "<p>Hej</p>", audience: {}, onePerAddress: false },
  );
  return { office, slug, administrator, author, id };
}

const subjectsTo = async (to: string) => (await desk.outbox(to)).map(({ subject }) => subject);

test("the author is told once, in words and with the way to the mailing", async () => {
  const { office, slug, administrator, id } = await missed();
  const [row] = await desk.sql`
    select u.email from mailings m join users u on u.id = m.created_by where m.id = ${id}`;
  await tellOfMissed(office, id, AT);
  await tellOfMissed(office, id, AT);
  const [mail, ...others] = await desk.outbox(row?.email);
  expect(others).toEqual([]);
  expect(mail?.subject).toContain("Höstmöte");
  expect(mail?.text).toContain(formatDateTime(AT, { timeZone: "Europe/Helsinki" }));
  expect(mail?.text).toContain(`/o/${slug}/mailings/${id}`);
  expect(mail?.html).toContain("Byns &lt;uf&gt;");
  expect(await subjectsTo(administrator.email)).toEqual([]);
});

test("where the author has left, the administrators are told", async () => {
  const { office, administrator, author, id } = await missed();
  await desk.sql`delete from memberships where user_id = ${author.id}`;
  await tellOfMissed(office, id, AT);
  expect(await subjectsTo(administrator.email)).toHaveLength(1);
});

test("an administrator whom no mail reaches keeps no other from being told", async () => {
  const { office, administrator, author, id } = await missed();
  await desk.sql`delete from memberships where user_id = ${author.id}`;
  const second = await person(desk.sql);
  await desk.sql`
    insert into memberships (user_id, office_id, role) values (${second.id}, ${office}, 'administrator')`;
  const [first, last] = [administrator, second].sort((a, b) => (a.id < b.id ? -1 : 1));
  await desk.fault({ kind: "422", match: { path: "/emails", to: first?.email } });
  await expect(tellOfMissed(office, id, AT)).rejects.toThrow("did not take");
  expect(await subjectsTo(last?.email ?? "")).toHaveLength(1);
});

test("an author of the head office is told while administrator there", async () => {
  const head = await desk.arrange.office("Förbundet");
  const author = await person(desk.sql);
  await desk.sql`
    insert into memberships (user_id, office_id, role) values (${author.id}, ${head.id}, 'administrator')`;
  const { office, administrator, id } = await missed(author);
  await desk.sql`update offices set parent_id = ${head.id} where id = ${office}`;
  await tellOfMissed(office, id, AT);
  expect(await subjectsTo(author.email)).toHaveLength(1);
  await desk.sql`update memberships set role = 'colleague' where user_id = ${author.id}`;
  await tellOfMissed(office, id, new Date(AT.getTime() + 1));
  expect(await subjectsTo(author.email)).toHaveLength(1);
  expect(await subjectsTo(administrator.email)).toHaveLength(1);
});

test("of a mailing that has been removed meanwhile nobody is told", async () => {
  const { office, administrator, id } = await missed();
  await desk.sql`delete from mailings where id = ${id}`;
  await tellOfMissed(office, id, AT);
  expect(await subjectsTo(administrator.email)).toEqual([]);
});

test("what the provider does not take is not taken as told, and is told later", async () => {
  const { office, author, id } = await missed();
  const [row] = await desk.sql`select email from users where id = ${author.id}`;
  await desk.fault({ kind: "403", match: { path: "/emails", to: row?.email } });
  await expect(tellOfMissed(office, id, AT)).rejects.toThrow("did not take");
  await tellOfMissed(office, id, AT);
  expect(await subjectsTo(row?.email)).toHaveLength(1);
});
