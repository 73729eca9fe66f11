import { randomUUID } from "node:crypto";
import postgres from "postgres";
import type { TestDatabase } from "@/tests/support/database";

export type TestOffice = { id: string; slug: string; name: string };

export type TestMember = {
  email: string | null;
  status?: string;
  firstName?: string;
  lastName?: string;
  language?: "sv" | "fi" | "en";
};

/** Arranges rows over the owner's connection, which sees all offices. */
export class Arrange {
  readonly sql: postgres.Sql;

  constructor(database: TestDatabase) {
    this.sql = postgres(database.ownerUrl, { max: 2, onnotice: () => {} });
  }

  async office(name = "Byns ungdomsförening"): Promise<TestOffice> {
    const slug = `office-${randomUUID().slice(0, 8)}`;
    const [row] = await this.sql<{ id: string }[]>`
      insert into offices (slug, name, reply_to) values (${slug}, ${name}, 'kansli@example.org') returning id`;
    return { id: row?.id ?? "", slug, name };
  }

  /** @returns the ids of the cards, in the order given. */
  async members(officeId: string, cards: TestMember[]): Promise<string[]> {
    const rows = cards.map((card, place) => ({
      id: randomUUID(),
      office_id: officeId,
      first_name: card.firstName ?? `Anna${place}`,
      last_name: card.lastName ?? "Ek",
      email: card.email,
      email_status: card.email === null ? null : (card.status ?? "confirmed"),
      language: card.language ?? "sv",
    }));
    for (let from = 0; from < rows.length; from += 5000) {
      await this.sql`insert into members ${this.sql(rows.slice(from, from + 5000))}`;
    }
    return rows.map(({ id }) => id);
  }

  close(): Promise<void> {
    return this.sql.end();
  }
}
