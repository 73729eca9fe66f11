import { afterAll, beforeAll, expect, test } from "vitest";
import type { MailingInput } from "@/lib/mailings/input";
import { lookAhead } from "@/lib/mailings/look-ahead";
import { previewChoices, previewMailing, sendTest } from "@/lib/mailings/preview";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

const EVERY_TAG = {
  subject: "{{förnamn}} {{efternamn}}",
  bodyHtml: "<p>{{namn}} från {{organisation|ingen}} i {{ort|ingenstans}}, {{förening}}</p>",
};

type Kin = { firstName?: string; lastName?: string; organisation?: string; city?: string };

/** An office with a family that has one address, in this order in the list, and a neighbour. */
async function household(...kin: Kin[]) {
  const office = await desk.arrange.office();
  const email = `hem@${office.slug}.example.org`;
  const ids = await desk.arrange.members(office.id, [
    ...kin.map(({ firstName = "", lastName = "" }) => ({ email, firstName, lastName })),
    { email: `granne@${office.slug}.example.org`, firstName: "Örjan", lastName: "Östman" },
  ]);
  for (const [place, { organisation = "", city = "" }] of kin.entries()) {
    await desk.sql`update members set organisation = ${organisation}, city = ${city} where id = ${ids[place] ?? ""}`;
  }
  return { id: office.id, email, ids };
}

/** The subject and the sentence that one message to a family consists of. */
async function written(...kin: Kin[]): Promise<string[]> {
  const { id, email, ids } = await household(...kin);
  const mailing = { ...EVERY_TAG, audience: {}, onePerAddress: true };
  const shown = await previewMailing(id, mailing, ids[kin.length - 1] ?? "");
  const { mailingId, total } = await desk.prepared(id, 2, mailing);
  await desk.sendAll(id, mailingId, total);
  const [sent] = await desk.outbox(email);
  const textOf = (mail?: { subject: string; text: string }) => [
    mail?.subject,
    mail?.text.split("\n").find((line) => line.includes(" från ")),
  ];
  expect(textOf(shown)).toEqual(textOf(sent));
  return textOf(sent).map((line) => line?.replace(", Byns ungdomsförening", "") ?? "");
}

test("one message to a family names each of them, and is shown as it is sent", async () => {
  expect(
    await written(
      { firstName: "Anna", lastName: "Ek", city: "Vasa" },
      { firstName: "Nils", lastName: "Ek", organisation: "Byalaget", city: "Korsholm" },
    ),
  ).toEqual(["Anna & Nils Ek", "Anna Ek & Nils Ek från Byalaget i Vasa"]);
  expect(
    await written({ firstName: "Nils", lastName: "Berg" }, { firstName: "Anna", lastName: "Ek" }),
  ).toEqual(["Nils & Anna Berg & Ek", "Nils Berg & Anna Ek från ingen i ingenstans"]);
  expect(
    await written(
      { organisation: "Byalaget" },
      { firstName: "Lisa", city: "" },
      { firstName: "Anna", lastName: "Ek", city: "Vasa" },
      { firstName: "Nils", lastName: "Ek" },
    ),
  ).toEqual(["Anna & Nils & Lisa Ek", "Anna Ek & Nils Ek & Lisa från Byalaget i Vasa"]);
});

test("a mailing can be looked at as any of its recipients", async () => {
  const office = await desk.arrange.office();
  const cards = Array.from({ length: 60 }, (_, n) => ({
    firstName: "Eva",
    lastName: `Ek${String(n).padStart(2, "0")}`,
    email: `eva${n % 30}@example.org`,
  }));
  const made = await desk.arrange.members(office.id, [
    ...cards,
    { firstName: "Sista", lastName: "Östman", email: "sista@example.org" },
    { firstName: "Obekräftad", lastName: "Östman", email: "ny@example.org", status: "unconfirmed" },
    { firstName: "Studsad", lastName: "Östman", email: "studsad@example.org", status: "problem_bounced" },
  ]);
  const [first, bounced] = [made[0], made.at(-1)];
  const names = async (onePerAddress: boolean, search?: string, audience = {}) =>
    (await previewChoices(office.id, { audience, onePerAddress }, search)).map(({ name }) => name);
  expect(await names(false)).toHaveLength(50);
  expect((await names(true)).slice(0, 2)).toEqual(["Ek00, Eva · Ek30, Eva", "Ek01, Eva · Ek31, Eva"]);
  expect(await names(true)).toHaveLength(30);
  expect(await names(false, "östman")).toEqual(["Östman, Sista"]);
  expect(await names(true, "östman")).toEqual(["Östman, Sista"]);
  expect(await names(false, "sista@ex")).toEqual(["Östman, Sista"]);
  expect(await names(true, "ek31")).toEqual(["Ek01, Eva · Ek31, Eva"]);
  expect(await names(false, "ek31", { search: "ek30" })).toEqual([]);
  const nobody = { ...EVERY_TAG, audience: { search: "Östman" }, onePerAddress: false };
  await expect(previewMailing(office.id, nobody, first ?? "")).rejects.toMatchObject({
    code: "no_recipient",
  });
  await expect(previewMailing(office.id, nobody, bounced ?? "")).rejects.toMatchObject({
    code: "no_recipient",
  });
  expect((await previewMailing(office.id, nobody, null)).text).toContain("från ingen i ingenstans");
});

test("a test says that it is one, in the language of its mail", async () => {
  const office = await desk.arrange.office();
  await desk.arrange.members(office.id, [{ email: "aino@example.org", firstName: "Aino", language: "fi" }]);
  const mailing = { ...EVERY_TAG, audience: {}, onePerAddress: false };
  await sendTest(office.id, mailing, "jag@example.org");
  const [mail] = await desk.outbox("jag@example.org");
  expect(mail?.subject).toBe("[Testi] Aino Ek");
  expect(mail?.text).toContain("/u/preview");
});

test("before it is sent, a mailing tells which details recipients lack, if nothing else stands there", async () => {
  const { id } = await household({ firstName: "Anna" }, { lastName: "Ek", city: "Vasa" });
  const content = (subject: string, text: string, onePerAddress = false) => ({
    subject,
    bodyHtml: `<p>${text}</p>`,
    audience: {},
    onePerAddress,
  });
  const blanks = async (mailing: MailingInput) => (await lookAhead(id, mailing)).blanks;
  const text = "Hej {{förnamn}}, {{efternamn|du}} i {{ort}} och {{förening}}";
  expect(await blanks(content("Ämne", text))).toEqual([
    { tag: "firstName", count: 1 },
    { tag: "city", count: 2 },
  ]);
  expect(await blanks(content("{{efternamn}}", text, true))).toEqual([{ tag: "city", count: 1 }]);
  expect(await blanks(content("{{namn}}", "Hej {{förnamn|vän}}"))).toEqual([]);
  expect(await blanks({ ...content("Ämne", text), audience: { search: "Östman" } })).toEqual([
    { tag: "city", count: 1 },
  ]);
});

test("before it is sent, a mailing tells where answers go", async () => {
  const { id } = await household({ firstName: "Anna" });
  const mailing = { ...EVERY_TAG, audience: {}, onePerAddress: false };
  await desk.sql`update offices set reply_to = null where id = ${id}`;
  expect(await lookAhead(id, mailing)).toMatchObject({ replyTo: null });
  await desk.sql`update offices set inherited = '{"replyTo": "forbundet@example.org"}' where id = ${id}`;
  expect(await lookAhead(id, mailing)).toMatchObject({ replyTo: "forbundet@example.org" });
  await desk.sql`update offices set reply_to = 'byn@example.org' where id = ${id}`;
  expect(await lookAhead(id, mailing)).toMatchObject({ replyTo: "byn@example.org" });
});
