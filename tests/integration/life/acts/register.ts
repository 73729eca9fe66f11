import { PROBLEMS } from "@/lib/addresses/status";
import { withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { readImportFile } from "@/lib/members/import/read";
import { runImport } from "@/lib/members/import/run";
import { cardSchema } from "@/lib/members/input";
import { type MovedRemarks, moveToNotes } from "@/lib/members/move-to-notes";
import { getMember } from "@/lib/members/queries";
import { createMember, deleteMember, updateMember } from "@/lib/members/write";
import { type Act, addressOf, type CardRow, cardOf, officeOf } from "@/tests/integration/life/acts/drawn";
import { ANNA } from "@/tests/support/actor";

const REMARKS = Object.fromEntries(PROBLEMS.map((problem) => [problem, problem])) as MovedRemarks;

/** As somebody types it: case and blanks around make no difference. */
const typed = (email: string | null, draw: number) =>
  email && (draw % 3 === 0 ? ` ${email.toUpperCase()} ` : email);

const written = (email: string | null, draw: number) =>
  cardSchema.parse({ lastName: `Ek${draw % 5}`, city: String(draw % 7), email: typed(email, draw) ?? "" });

async function change(card: CardRow, email: string | null, draw: number): Promise<void> {
  await withOffice(card.office, async (tx) => {
    const { version } = await getMember(tx, card.office, card.id);
    await updateMember(tx, card.office, ANNA, card.id, version, written(email, draw));
  });
}

/** What colleagues do in the register. */
export const REGISTER: Record<string, Act> = {
  async "add a card"(life, [a, b]) {
    const { id } = officeOf(life, a);
    await withOffice(id, (tx) => createMember(tx, id, ANNA, written(addressOf(b), a), "sv"));
  },
  async "change a card"(life, [a, b]) {
    const card = await cardOf(life, a);
    if (card) await change(card, b % 4 === 0 ? card.email : addressOf(b), b);
  },
  async "take an address off and put it back"(life, [a, b]) {
    const card = await cardOf(life, a);
    if (!card?.email) return;
    await change(card, null, b);
    await change(card, card.email, b);
  },
  async "remove a card"(life, [a]) {
    const card = await cardOf(life, a);
    if (card) await withOffice(card.office, (tx) => deleteMember(tx, card.office, ANNA, card.id));
  },
  async "erase a person"(life, [a]) {
    const card = await cardOf(life, a);
    if (card) await eraseMember(card.office, ANNA, card.id);
  },
  async "move to the notes"(life, [a, b]) {
    const { id } = officeOf(life, a);
    const card = await cardOf(life, b);
    const audience = a % 2 === 0 && card ? { ids: [card.id] } : {};
    await withOffice(id, (tx) => moveToNotes(tx, id, ANNA, audience, REMARKS));
  },
  async import(life, [a, b, c]) {
    const { id } = officeOf(life, a);
    const lines = [b, c, b + c].map((draw) => `Eva${draw % 3};Ek${draw % 5};${addressOf(draw) ?? ""}`);
    const file = await readImportFile(Buffer.from(`Förnamn;Efternamn;E-post\n${lines.join("\n")}\n`));
    if (!("rows" in file)) return;
    await withOffice(id, (tx) => runImport(tx, id, ANNA, file, "sv"));
  },
};
