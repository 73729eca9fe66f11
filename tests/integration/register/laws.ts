import { expect } from "vitest";
import { isProblem } from "@/lib/addresses/status";
import { withOffice } from "@/lib/db/tenant";
import { countMembers, listMembers } from "@/lib/members/queries";
import type { Stage } from "@/tests/integration/register/stage";

/** Every card is as the model has it. */
export async function cardsAgree(stage: Stage): Promise<void> {
  const cards = (await stage.rows()).map(({ updatedAt: _, ...row }) => row);
  const wanted = stage.model.cards.map(({ asked: _, ...card }) => card);
  expect(cards, "the cards").toEqual(wanted.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
}

/** The numbers that are shown are those of the cards. */
export async function countsAgree({ model }: Stage): Promise<void> {
  for (const { id } of model.offices) {
    const cards = model.cardsOf(id);
    const having = (status: string) => cards.filter((card) => (card.status ?? "none") === status).length;
    const { total, ...counts } = await withOffice(id, (tx) => countMembers(tx, id));
    expect(total, "kept counts").toBe(cards.length);
    for (const [status, count] of Object.entries(counts)) expect(count, status).toBe(having(status));
    const { rows } = await withOffice(id, (tx) => listMembers(tx, id, { status: "problem" }));
    expect(rows.length, "cards with a problem").toBe(cards.filter(({ status }) => isProblem(status)).length);
  }
}

/** What one office has learnt no other can read; why an address is blocked, none at all. */
export async function secretsAreKept(stage: Stage): Promise<void> {
  for (const { id } of stage.model.offices) {
    const lines = await stage.readable(id);
    for (const [words, offices] of stage.secrets) {
      if (offices.includes(id)) continue;
      const told = lines.filter((line) => line.includes(words));
      expect(told, "what another office has learnt").toEqual([]);
    }
  }
}
