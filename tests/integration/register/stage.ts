import { sql } from "drizzle-orm";
import { letTimePass } from "@/chaos/world/clock";
import { withOffice } from "@/lib/db/tenant";
import { storeEvent } from "@/lib/inbox/store";
import { drainInbox } from "@/lib/messages/drain";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { type Card, type Fields, type Mail, Model } from "@/tests/integration/register/model";

/** Receivers who do nothing by themselves: what becomes of their mails is played. */
export const ADDRESSES = ["eva", "bo", "liv"].map((name) => `manual+${name}@resend.dev`);

export const FIELDS = [
  "firstName",
  "lastName",
  "organisation",
  "street",
  "postalCode",
  "city",
  "country",
  "phone",
  "language",
  "notes",
] as const satisfies readonly (keyof Fields)[];

/** A card as the database has it. */
export type Row = Omit<Card, "asked"> & { updatedAt: string };

/** The program with four offices, and beside it the model that is to agree with it. */
export class Stage {
  model = new Model([]);
  /** Words that only some offices may read, and which. */
  readonly secrets = new Map<string, string[]>();
  /** Mailings that are frozen and have not left, oldest first. */
  waiting: { mailing: string; office: string; mails: Mail[] }[] = [];
  #events = 0;

  private constructor(readonly desk: Desk) {}

  static async open(): Promise<Stage> {
    return new Stage(await openDesk());
  }

  get sql() {
    return this.desk.sql;
  }

  /** A head office with two member offices, and a stranger. Nothing of an earlier life is left. */
  async begin(): Promise<void> {
    const { sql, desk } = this;
    await sql`truncate offices, provider_events, outbox, suppressions, erased_addresses, lifts, log_entries cascade`;
    const offices = [];
    for (const name of ["Förbundet", "Byn", "Staden", "Grannen"]) {
      offices.push({ ...(await desk.arrange.office(name)), closedAt: null });
    }
    const [head, byn, staden] = offices;
    if (!head || !byn || !staden) throw new Error("there are four offices");
    await sql`update offices set head = true where id = ${head.id}`;
    await sql`update offices set parent_id = ${head.id} where id in (${byn.id}, ${staden.id})`;
    this.model = new Model(offices);
    this.secrets.clear();
    this.waiting = [];
  }

  async rows(): Promise<Row[]> {
    const offices = this.model.offices.map(({ id }) => id);
    return [
      ...(await this.sql<Row[]>`
        select id, office_id as office, first_name as "firstName", last_name as "lastName", organisation, street,
          postal_code as "postalCode", city, country, email, phone, language, notes, email_status as status,
          updated_at::text as "updatedAt"
        from members where office_id in ${this.sql(offices)} order by id`),
    ];
  }

  async letPass(hours: number): Promise<void> {
    await letTimePass([this.sql], `${hours} hours`);
    this.model.hours += hours;
  }

  /** Words that only these offices may read. */
  secretOf(offices: string[]): string {
    const words = `secret-${this.secrets.size};`;
    this.secrets.set(words, offices);
    return words;
  }

  async handedOverAt({ id }: Mail): Promise<Date> {
    const [row] = await this.sql<
      { at: Date }[]
    >`select created_at as at from attempts where message_id = ${id}`;
    if (!row) throw new Error("a sent message has its attempt");
    return row.at;
  }

  /** The provider tells what happened to a mail. */
  async tell({ attempt }: Mail, at: Date, { type, detail }: { type: string; detail: object }): Promise<void> {
    const payload = { type, created_at: at.toISOString(), data: { tags: { attempt }, ...detail } };
    await storeEvent({ eventId: `msg_${++this.#events}`, type, payload });
    await drainInbox();
  }

  /** All rows that the office can read in the database, as text. */
  async readable(office: string): Promise<string[]> {
    const tables = await this.sql<{ name: string }[]>`
      select distinct table_name::text as name from information_schema.columns
      where table_schema = 'public' and column_name = 'office_id' and has_table_privilege('office', table_name, 'select')`;
    return withOffice(office, async (tx) => {
      const texts: string[] = [];
      for (const { name } of tables) {
        const rows = await tx.execute<{ text: string }>(
          sql`select t::text as text from ${sql.identifier(name)} t`,
        );
        texts.push(...rows.map(({ text }) => `${name} ${text}`));
      }
      return texts;
    });
  }
}
