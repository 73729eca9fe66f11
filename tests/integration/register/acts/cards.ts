import { expect } from "vitest";
import { isProblem, PROBLEMS, type Problem } from "@/lib/addresses/status";
import { withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import type { Audience } from "@/lib/members/audience";
import { cardSchema } from "@/lib/members/input";
import { type MovedRemarks, moveToNotes } from "@/lib/members/move-to-notes";
import { getMember } from "@/lib/members/queries";
import { createMember, deleteMember, updateMember } from "@/lib/members/write";
import { type Act, addressOf, cardOf, of, officeOf, typed } from "@/tests/integration/register/acts/drawn";
import type { Card, Fields } from "@/tests/integration/register/model";
import type { Stage } from "@/tests/integration/register/stage";
import { ANNA } from "@/tests/support/actor";

const REMARKS = Object.fromEntries(PROBLEMS.map((problem) => [problem, `! ${problem}`])) as MovedRemarks;

/** Few names and places, so that people are mistaken for each other. */
export const fieldsOf = (draw: number): Fields => ({
  firstName: of(["Anna", "Bo", "Anna"], draw) ?? "",
  lastName: of(["Ek", "Öst"], draw >> 2) ?? "",
  organisation: "",
  street: "",
  postalCode: of(["65100", "00100", ""], draw >> 3) ?? "",
  city: of(["", "Vasa"], draw >> 5) ?? "",
  country: "",
  phone: of(["", "+358401", "0401"], draw >> 6) ?? "",
  language: of(["sv", "fi", "en"], draw >> 8) ?? "sv",
  notes: of(["", "Kassör", 'Rad ett\nrad "två"; och tre'], draw >> 9) ?? "",
});

async function change(
  stage: Stage,
  card: Card,
  fields: Fields,
  email: string | null,
  how: number,
): Promise<void> {
  /* A card has to name somebody. */
  if (email === null && card.firstName + card.lastName + card.organisation === "") return;
  await withOffice(card.office, async (tx) => {
    const { version } = await getMember(tx, card.office, card.id);
    const written = cardSchema.parse({ ...fields, email: typed(email, how) });
    await updateMember(tx, card.office, ANNA, card.id, version, written);
  });
  Object.assign(card, fields);
  stage.model.put(card, email);
}

/** What colleagues do with cards. */
export const CARDS: Record<string, Act> = {
  async "add a card"(stage, [a, b, c]) {
    const { id: office } = officeOf(stage, a);
    if (stage.model.cardsOf(office).length > 4) return;
    const [fields, email] = [fieldsOf(c), addressOf(b)];
    const card = cardSchema.parse({ ...fields, email: typed(email, c) });
    const id = await withOffice(office, (tx) => createMember(tx, office, ANNA, card, "sv"));
    const status = stage.model.statusOf(office, email);
    stage.model.cards.push({ ...fields, id, office, email, status, asked: new Set() });
  },
  async "change a card"(stage, [a, b, c]) {
    const card = cardOf(stage, a);
    if (card) await change(stage, card, fieldsOf(c), card.email, b);
  },
  async "change an address"(stage, [a, b, c]) {
    const card = cardOf(stage, a);
    if (card) await change(stage, card, card, addressOf(b), c);
  },
  async "take an address off and put it back"(stage, [a, b]) {
    const card = cardOf(stage, a);
    if (!card) return;
    const { email } = card;
    await change(stage, card, card, null, b);
    await change(stage, card, card, email, b);
  },
  async "remove a card"(stage, [a]) {
    const card = cardOf(stage, a);
    if (!card) return;
    await withOffice(card.office, (tx) => deleteMember(tx, card.office, ANNA, card.id));
    stage.model.cards = stage.model.cards.filter(({ id }) => id !== card.id);
  },
  async "erase a person"(stage, [a]) {
    const { model, sql } = stage;
    const card = cardOf(stage, a);
    if (!card) return;
    await eraseMember(card.office, ANNA, card.id);
    model.cards = model.cards.filter(({ id }) => id !== card.id);
    const rows = await sql<{ id: string }[]>`select id from messages where address = ''`;
    const blank = new Set(rows.map(({ id }) => id));
    for (const mail of model.mails.filter((other) => !other.blank)) {
      mail.blank = blank.has(mail.id);
      if (mail.blank && mail.state === "waits") mail.state = "stopped";
      const carried = model.carriers(mail).length > 0;
      if (mail.blank || mail.cards.has(card.id)) expect(mail.blank, "whose address is left").toBe(!carried);
    }
  },
  async "move to the notes"(stage, [a, b, c]) {
    const { id: office } = officeOf(stage, a);
    const chosen = stage.model.cardsOf(office).filter((_, place) => (b >> place) % 2 === 0);
    const ids = chosen.map(({ id }) => id);
    const audience = of<Audience>([{}, { ids }, { ids: ids.slice(0, 1) }, { status: "problem" }], c) ?? {};
    const count = await withOffice(office, (tx) => moveToNotes(tx, office, ANNA, audience, REMARKS));
    const meant = stage.model.cardsOf(office).filter(({ id }) => !audience.ids || audience.ids.includes(id));
    const moved = meant.filter(({ status }) => isProblem(status));
    expect(count, "how many were moved").toBe(moved.length);
    for (const card of moved) {
      const line = `${card.email} (${REMARKS[card.status as Problem]})`;
      card.notes = card.notes ? `${card.notes}\n${line}` : line;
      stage.model.put(card, null);
    }
  },
};
