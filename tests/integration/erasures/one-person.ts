import { withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { signLink } from "@/lib/links/token";
import { type CardInput, cardSchema } from "@/lib/members/input";
import { createMember } from "@/lib/members/write";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
import { tracesOf } from "@/tests/support/traces";

/** A person in an office, of whom nobody else has the address or the last name: what is found of them is theirs. */
export class OnePerson {
  office = "";
  address = "";
  lastName = "";
  number = 0;

  private constructor(readonly desk: Desk) {}

  static async open(): Promise<OnePerson> {
    return new OnePerson(await openDesk());
  }

  /** The next test, with a person and an office of its own. */
  async next(): Promise<void> {
    this.office = (await this.desk.arrange.office()).id;
    this.number++;
    this.address = `orjan${this.number}@sarskild${this.number}.example`;
    this.lastName = `Särskild${this.number}x`;
  }

  /** A card of the person. */
  add(input: CardInput = {}, office = this.office): Promise<string> {
    const { lastName, address: email } = this;
    const card = cardSchema.parse({ firstName: "Örjan", lastName, email, ...input });
    return withOffice(office, (tx) => createMember(tx, office, ANNA, card, "sv"));
  }

  async confirmed(input: CardInput = {}, office = this.office): Promise<string> {
    const id = await this.add(input, office);
    await this.desk.sql`update members set email_status = 'confirmed' where id = ${id}`;
    return id;
  }

  erase(id: string): Promise<void> {
    return eraseMember(this.office, ANNA, id);
  }

  async statusOf(id: string) {
    return (await this.desk.sql`select email_status from members where id = ${id}`)[0]?.email_status;
  }

  async messageOf(mailingId: string) {
    const rows = await this.desk
      .sql`select * from messages where mailing_id = ${mailingId} order by position limit 1`;
    return rows[0] ?? {};
  }

  /** The link in the first mail of a mailing. */
  async linkOf(mailingId: string): Promise<string> {
    return signLink("unsubscribe", (await this.messageOf(mailingId)).id, 1);
  }

  /** A mailing to all who are confirmed, sent and answered. */
  async mailed(recipients = 1, input = {}): Promise<string> {
    const { mailingId, total } = await this.desk.prepared(this.office, recipients, input);
    await this.desk.sendAll(this.office, mailingId, total);
    await this.desk.drainUntilQuiet(mailingId);
    return mailingId;
  }

  /** Tables in which something of the person stands. */
  async left(): Promise<string[]> {
    const { sql } = this.desk;
    return [...(await tracesOf(sql, this.address)), ...(await tracesOf(sql, this.lastName))];
  }
}
