import { createTranslator } from "next-intl";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PersonFile, personFile } from "@/app/o/[office]/members/[memberId]/data/person-file";
import { personPage } from "@/app/o/[office]/members/[memberId]/data/person-page";
import { withOffice } from "@/lib/db/tenant";
import { NotFound } from "@/lib/errors";
import { LANGUAGES } from "@/lib/i18n/language";
import { screenTexts } from "@/lib/i18n/screen-texts";
import { signLink } from "@/lib/links/token";
import { mergeTagName } from "@/lib/mail/merge";
import { cardSchema } from "@/lib/members/input";
import { createMember, deleteMember } from "@/lib/members/write";
import { takePersonData } from "@/lib/person-data/collect";
import { unsubscribe } from "@/lib/unsubscriptions/link";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
import type { TestOffice } from "@/tests/support/offices";
import { text } from "@/tests/support/texts";

const ADDRESS = "suppressed+orjan@resend.dev";
const CARD = {
  firstName: "Örjan",
  lastName: "<b>Ek</b>",
  organisation: "Ek & Co",
  street: "Bygatan 1",
  postalCode: "65100",
  city: "Vasa",
  country: "Finland",
  email: ADDRESS,
  phone: "+358 40 123",
  language: "fi",
  notes: "Spelar dragspel\noch sjunger",
};

let desk: Desk;
let office: TestOffice & { timeZone: string };
let other: TestOffice;
let id: string;
let wife: string;
beforeAll(async () => {
  desk = await openDesk();
  office = { ...(await desk.arrange.office()), timeZone: "Europe/Helsinki" };
  other = await desk.arrange.office("Grannföreningen");
  const add = (to: string, card: object) =>
    withOffice(to, (tx) => createMember(tx, to, ANNA, cardSchema.parse(card), "sv"));
  id = await add(office.id, CARD);
  wife = await add(office.id, { firstName: "Hemliga", lastName: "Hustrun", email: ADDRESS });
  await add(other.id, { ...CARD, notes: "Grannens anteckning" });
  await desk.sql`update members set email_status = 'confirmed'`;
  const alone = await desk.prepared(office.id, 1, { audience: { ids: [id] } });
  await desk.sendAll(office.id, alone.mailingId, 1);
  await desk.drainUntilQuiet(alone.mailingId);
  await desk.sql`update members set email_status = 'confirmed' where office_id = ${office.id}`;
  await desk.sql`delete from suppressions`;
  await desk.sql`delete from address_problems`;
  const family = await desk.prepared(office.id, 1, { onePerAddress: true });
  await desk.sendAll(office.id, family.mailingId, 1);
  const [message] = await desk.sql`select id from messages where mailing_id = ${family.mailingId}`;
  await unsubscribe(signLink("unsubscribe", message?.id, 1));
  const { id: theirs } = await desk.draft(other.id, { subject: "Grannens utskick" });
  expect(theirs).not.toBe("");
});
afterAll(() => desk?.close());

const take = (memberId = id, of = office.id) =>
  withOffice(of, (tx) => takePersonData(tx, of, ANNA, memberId, "json"));

async function file(language: (typeof LANGUAGES)[number] = "sv"): Promise<PersonFile> {
  const t = createTranslator({ locale: language, messages: screenTexts(language) });
  return personFile(t as never, await take(), office, { language, now: new Date("2026-11-25T12:00:00Z") });
}

test("holds everything that the office has: card, messages, answers and what was done", async () => {
  const { card, messages, log, emailStatus, association } = await file();
  expect(association).toBe(office.name);
  expect(Object.fromEntries(card.map(({ field, value }) => [field, value]))).toEqual({
    ...CARD,
    language: "Finska",
  });
  expect(emailStatus).toMatchObject({
    code: "problem_unsubscribed",
    label: "Problem (vill inte få utskick)",
  });
  expect(messages).toHaveLength(2);
  const [family, alone] = messages;
  expect(alone).toMatchObject({
    mailing: "Hej {{förnamn|vän}}",
    address: ADDRESS,
    status: { code: "blocked" },
    personal: { name: "<b>Ek</b>, Örjan", values: { firstName: "Örjan", city: "Vasa" } },
  });
  expect(alone?.timeline.length).toBeGreaterThan(1);
  expect(family).toMatchObject({ status: { code: "unsubscribed" }, personal: null });
  expect(log.map(({ who, what }) => [who, what])).toContainEqual([
    text("personFile.who.member"),
    "Vill inte ha fler utskick",
  ]);
  expect(log.at(-1)?.what).toBe("Skapade medlemskortet");
  expect(emailStatus?.meaning).toBe(text("personFile.meaning.problem_unsubscribed"));
  expect(alone?.reason).toBe(text("personFile.reason.address_blocked"));
});

test("tells neither of others, nor why an address is blocked", async () => {
  const told = JSON.stringify(await file());
  for (const secret of ["Hemliga", "Grannen", "Anna Ek", wife, "suppression", "on_account"]) {
    expect(told.toLowerCase(), secret).not.toContain(secret.toLowerCase());
  }
});

test("tells nothing of somebody who shared the address and whose card is gone", async () => {
  await withOffice(office.id, (tx) => deleteMember(tx, office.id, ANNA, wife));
  expect(JSON.stringify(await file())).not.toContain("Hemliga");
});

test("is of one's own office", async () => {
  await expect(take(id, other.id)).rejects.toThrow(NotFound);
  await expect(take("not-an-id")).rejects.toThrow(NotFound);
});

test("is told in the log each time", async () => {
  const told = () => desk.sql`
    select details from log_entries where act = 'card.dataTaken' and object_id = ${id} order by at`;
  const before = await told();
  await take();
  const after = await told();
  expect(after).toHaveLength(before.length + 1);
  expect(after.at(-1)).toEqual({ details: { format: "json" } });
});

test("is one page in each language that runs and loads nothing", async () => {
  for (const language of LANGUAGES) {
    const t = createTranslator({
      locale: language,
      messages: screenTexts(language),
      namespace: "personFile",
    });
    const page = personPage(t as never, await file(language), { language, timeZone: office.timeZone });
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain("&lt;b&gt;Ek&lt;/b&gt;");
    expect(page).toContain("Ek &amp; Co");
    expect(page).toContain("Spelar dragspel\noch sjunger");
    expect(page).toContain(`Vasa (${mergeTagName("city", language)})`);
    expect(page).not.toMatch(/<b>|<script|<link|<img|src=|href=|personFile\./);
  }
});
