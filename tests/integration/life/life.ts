import postgres from "postgres";
import { vi } from "vitest";
import { POST } from "@/app/api/webhooks/resend/route";
import { letTimePass } from "@/chaos/world/clock";
import { webhookPayload } from "@/embedded/resend/events";
import type { DueEvent } from "@/embedded/resend/store/events";
import { sign } from "@/embedded/resend/webhooks";
import { closeDatabase } from "@/lib/db/client";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { Jobs } from "@/tests/integration/life/jobs";
import { bindFates } from "@/tests/integration/life/mortal";
import { createDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";
import { Arrange, type TestOffice } from "@/tests/support/offices";
import { startProvider } from "@/tests/support/provider";

/**
 * Receivers of the mails; what becomes of a mail follows from the name, or is played (see
 * embedded/resend/receivers.ts).
 */
export const ADDRESSES = [
  "manual+eva@resend.dev",
  "manual+bo@resend.dev",
  "liv@example.org",
  "ola@example.org",
  "soft+2-ida@resend.dev",
  "full+per@resend.dev",
  "invalid+ulf@resend.dev",
  "complained+kim@resend.dev",
  "delayed+may@resend.dev",
  "suppressed+tor@resend.dev",
  "policy+siv@resend.dev",
] as const;

/** An event of the provider that has happened and was not told. */
type Untold = DueEvent & { seq: string };

/** The installation in which one life of mailings is played. */
export class Life {
  offices: TestOffice[] = [];
  /** An office in which nobody does anything: it has to stay as it is. */
  bystander!: TestOffice;
  /** Its cards. */
  bystanders = "";
  /** What the program has logged as errors. */
  readonly complaints: string[] = [];

  private constructor(
    readonly arrange: Arrange,
    readonly provider: postgres.Sql,
    readonly providerUrl: string,
    readonly jobs: Jobs,
    readonly close: () => Promise<void>,
  ) {}

  get sql(): postgres.Sql {
    return this.arrange.sql;
  }

  static async open(): Promise<Life> {
    const database = await createDatabase();
    const provider = await startProvider();
    useTestEnv(database, { RESEND_BASE_URL: provider.url, SOFT_BOUNCE_WINDOW: "5d" });
    const arrange = new Arrange(database);
    const told = postgres(provider.databaseUrl, { max: 1, onnotice: () => {} });
    await arrange.sql.unsafe(LEDGER);
    const unbind = bindFates();
    const life = new Life(arrange, told, provider.url, new Jobs(), async () => {
      unbind();
      await told.end();
      await provider.stop();
      await arrange.close();
      await closeDatabase();
      await database.close();
    });
    vi.spyOn(log(), "error").mockImplementation((...said: unknown[]) => {
      life.complaints.push(said.map(words).join(" "));
    });
    return life;
  }

  /** A head office with a member office, cards in each, and a bystander. Nothing of an earlier life is left. */
  async begin(): Promise<void> {
    const { sql, provider } = this;
    await sql`truncate offices, provider_events, outbox, suppressions, erased_addresses, lifts, provider_pace,
      log_entries, life_resets, life_given, life_asked, life_clicks cascade`;
    await provider`truncate resend_server.requests, resend_server.emails, resend_server.events,
      resend_server.idempotency_keys, resend_server.suppressions, resend_server.soft_receivers,
      resend_server.unsubscribes`;
    this.jobs.forget();
    this.complaints.length = 0;
    await this.noFaults();
    const head = await this.arrange.office("Förbundet");
    const members = [await this.arrange.office("Byn")];
    await sql`update offices set parent_id = ${head.id} where id in ${sql(members.map(({ id }) => id))}`;
    await sql`update offices set head = true where id = ${head.id}`;
    this.offices = [head, ...members];
    this.bystander = await this.arrange.office("Grannen");
    for (const [place, { id }] of [...this.offices, this.bystander].entries()) {
      const emails = ADDRESSES.filter((_, n) => (n + place) % 3 !== 0);
      const cards = await this.arrange.members(
        id,
        [...emails, emails[0] ?? null, null].map((email, n) => ({
          email,
          lastName: `Ek${n}`,
          status: n % 3 === 2 ? "unconfirmed" : "confirmed",
        })),
      );
      await sql`insert into life_given select id, now() from members where id in ${sql(cards)} and email_status = 'confirmed'`;
    }
    const cards = await sql`
      select id, first_name, last_name, email, notes, updated_at = created_at as untouched from members
      where office_id = ${this.bystander.id} order by id`;
    this.bystanders = JSON.stringify(cards);
  }

  noFaults(): Promise<unknown> {
    return fetch(`${this.providerUrl}/_faults`, { method: "DELETE" });
  }

  async fault(order: Record<string, unknown>): Promise<void> {
    const answer = await fetch(`${this.providerUrl}/_faults`, {
      method: "POST",
      body: JSON.stringify({ ...order, match: { path: "/emails/batch", ...(order.match as object) } }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** Moves everything into the past by this much, including events in the inbox. */
  async letPass(interval: string): Promise<void> {
    await letTimePass([this.sql, this.provider], interval);
    await this.sql`
      update provider_events set payload = jsonb_set(payload, '{created_at}',
        to_jsonb(to_char(((payload ->> 'created_at')::timestamptz - ${interval}::interval) at time zone 'UTC',
          'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
      where processed_at is null`;
    await this.sql`delete from provider_pace`;
  }

  /** What the provider has not told yet, in the order in which it happened. */
  untold(): Promise<Untold[]> {
    return this.provider<Untold[]>`
      select event.seq, webhook_id, type, happens_at, receiver, detail, attempts, delivered_at, email.id,
        to_char(email.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"') as created_at,
        from_address, to_addresses, subject, tags
      from resend_server.events event join resend_server.emails email on email.seq = event.email_seq
      where delivered_at is null and happens_at <= now() order by happens_at, event.seq`;
  }

  /** The provider tells of an event, so many times. */
  async tell(event: Untold, times = 1): Promise<void> {
    const body = webhookPayload(event);
    const secret = `${process.env.RESEND_WEBHOOK_SECRET}`;
    for (let time = 0; time < times; time++) {
      const timestamp = Math.floor(Date.now() / 1000);
      const answer = await POST(
        new Request("http://127.0.0.1/", {
          method: "POST",
          headers: {
            "svix-id": `msg_${event.webhook_id}`,
            "svix-timestamp": String(timestamp),
            "svix-signature": sign(secret, `msg_${event.webhook_id}`, timestamp, body),
          },
          body,
        }),
      );
      if (!answer.ok) throw new Error(`an event was not taken: ${answer.status}`);
    }
    await this.provider`update resend_server.events set delivered_at = now() where seq = ${event.seq}`;
  }

  /** A receiver does something with a mail. */
  async play(mail: string, action: string): Promise<void> {
    const answer = await fetch(`${this.providerUrl}/mail/${mail}/${action}`, {
      method: "POST",
      redirect: "manual",
    });
    if (answer.status !== 303) throw new Error(`${action}: ${answer.status}`);
  }

  get keyVersion(): number {
    return Math.max(...env().LINK_KEYS.keys());
  }
}

/**
 * What the test itself notes beside the program, in the schema in which time passes: when a card got an address
 * or lost a problem, when it was asked, and which links were pressed.
 */
const LEDGER = `
  create table life_resets (card uuid not null, at timestamptz not null);
  create table life_given (card uuid not null, at timestamptz not null);
  create table life_asked (message uuid not null, card uuid not null, at timestamptz not null);
  create table life_clicks (message uuid not null, at timestamptz not null);
  create function life_note() returns trigger language plpgsql security definer as $$
  begin
    if tg_table_name = 'message_cards' then
      insert into public.life_asked values (new.message_id, new.member_id, clock_timestamp());
    elsif new.email is distinct from old.email
      or (old.email_status::text like 'problem%' and new.email_status = 'unconfirmed') then
      insert into public.life_resets values (new.id, clock_timestamp());
    end if;
    return new;
  end $$;
  create trigger life_note after update on members for each row execute function life_note();
  create trigger life_note after insert on message_cards for each row execute function life_note();`;

function words(said: unknown): string {
  if (said instanceof Error) return said.message;
  if (typeof said === "object" && said !== null && "err" in said)
    return `${words(said.err)} ${JSON.stringify(said)}`;
  return typeof said === "string" ? said : JSON.stringify(said);
}
