import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import type { TestOffice } from "@/tests/support/offices";

/** A desk in whose outbox each test can find its own mails. */
export class Runs {
  office!: TestOffice;
  /** Ids of the cards that were made last. */
  cards: string[] = [];
  #number = 0;

  private constructor(
    readonly desk: Desk,
    private readonly name: string,
  ) {}

  static async open(name: string, settings?: Parameters<typeof openDesk>[0]): Promise<Runs> {
    return new Runs(await openDesk(settings), name);
  }

  /** The next test, with an office of its own. */
  async next(): Promise<void> {
    this.office = await this.desk.arrange.office();
    this.#number++;
  }

  /** Cards in the office, and their addresses in order. */
  async recipients(count: number, status = "confirmed"): Promise<string[]> {
    const emails = Array.from({ length: count }, (_, n) => this.address(`m${n}`));
    this.cards = await this.desk.arrange.members(
      this.office.id,
      emails.map((email) => ({ email, status })),
    );
    return emails.sort();
  }

  /** An address of this test alone. */
  address(name: string): string {
    return `${this.#prefix}${name}@example.org`;
  }

  /** To whom the test's mails went, in order. */
  async mailed(): Promise<string[]> {
    const mails = await this.desk.outbox();
    return mails
      .flatMap(({ to }) => to)
      .filter((to) => to.startsWith(this.#prefix))
      .sort();
  }

  /** Which statuses the office's cards have. */
  async cardStatuses(): Promise<string[]> {
    const rows = await this.desk.sql<{ status: string }[]>`
      select distinct email_status as status from members where office_id = ${this.office.id}`;
    return rows.map(({ status }) => status);
  }

  /** Moves everything that was recorded for a mailing into the past. */
  async letHoursPass(mailingId: string, hours: number): Promise<void> {
    await this.desk.sql`
      update batches set created_at = created_at - ${hours} * interval '1 hour',
        first_called_at = first_called_at - ${hours} * interval '1 hour',
        last_called_at = last_called_at - ${hours} * interval '1 hour', look_up_after = null
      where mailing_id = ${mailingId}`;
  }

  async getsProblem(address = ""): Promise<void> {
    await this.desk.sql`insert into suppressions (address, problem) values (${address}, 'problem_spam')`;
  }

  get #prefix(): string {
    return `${this.name}${this.#number}-`;
  }
}
