import { randomUUID } from "node:crypto";
import { closeDatabase } from "@/lib/db/client";
import { withOffice } from "@/lib/db/tenant";
import { signLink } from "@/lib/links/token";
import { cardSchema } from "@/lib/members/input";
import { getMember } from "@/lib/members/queries";
import { updateMember } from "@/lib/members/write";
import { ANNA } from "@/tests/support/actor";
import { createDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";
import { Arrange, type TestMember, type TestOffice } from "@/tests/support/offices";

/** A token of which a single character is another. */
export const forged = (token: string) => token.slice(0, -1) + (token.endsWith("A") ? "B" : "A");

type Mail = { cards: string[]; address?: string; language?: "sv" | "fi" | "en"; daysAgo?: number };

/** Offices, cards and the confirmation mails that were sent to them. */
export class Asked extends Arrange {
  #close: () => Promise<void> = async () => {};

  static async open(): Promise<Asked> {
    const database = await createDatabase();
    useTestEnv(database);
    const asked = new Asked(database);
    asked.#close = () => database.close();
    return asked;
  }

  override async close(): Promise<void> {
    await closeDatabase();
    await super.close();
    await this.#close();
  }

  /** A card that was asked to confirm. */
  async card(office: TestOffice, card: Partial<TestMember> = {}): Promise<string> {
    const [id = ""] = await this.members(office.id, [
      { email: "eva@example.org", status: "confirmation_requested", ...card },
    ]);
    return id;
  }

  /** Writes down that a confirmation mail was sent for these cards. @returns the token in its link. */
  async mail(office: TestOffice, { cards, address = "eva@example.org", language, daysAgo = 1 }: Mail) {
    const [mailing, message] = [randomUUID(), randomUUID()];
    await this.sql.begin(async (sql) => {
      await sql`
        insert into mailings (id, office_id, kind, state, reply_to)
        values (${mailing}, ${office.id}, 'confirmation_request', 'sent', 'old@example.org')`;
      await sql`
        insert into messages (id, office_id, mailing_id, position, address, name, language, "values", created_at)
        values (${message}, ${office.id}, ${mailing}, 0, ${address}, 'Ek, Eva', ${language ?? "sv"}, '{}',
          now() - ${daysAgo} * interval '1 day')`;
      await sql`
        insert into message_cards (office_id, message_id, mailing_id, member_id)
        select ${office.id}, ${message}, ${mailing}, unnest(${cards}::uuid[])`;
      await sql`
        update members set email_status_at = coalesce(email_status_at, now() - ${daysAgo} * interval '1 day')
        where id = any (${cards}::uuid[])`;
    });
    return signLink("confirm", message, 1);
  }

  /** Puts another address on a card, as a colleague does. */
  moveTo(office: TestOffice, id: string, email: string): Promise<void> {
    return withOffice(office.id, async (tx) => {
      const { version } = await getMember(tx, office.id, id);
      await updateMember(tx, office.id, ANNA, id, version, cardSchema.parse({ lastName: "Ek", email }));
    });
  }

  async statuses(...cards: string[]): Promise<(string | null)[]> {
    const rows = await this.sql<{ id: string; email_status: string | null }[]>`
      select id, email_status from members where id in ${this.sql(cards)}`;
    return cards.map((card) => rows.find(({ id }) => id === card)?.email_status ?? null);
  }
}
