import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { builtActions } from "@/tests/isolation/http/map";
import { createOffice } from "@/tests/support/installed";
import { logIn, type Visitor } from "@/tests/support/visitor";
import { leaveUnjudged } from "../unjudged";

const SUBJECT = "Kallelse i storm";

/** Receivers of the embedded provider that have a fault, and the statuses that their messages may get. */
const PARTS: { receiver: (n: number) => string; statuses: string[] }[] = [
  { receiver: (n) => `soft+1-${n}@resend.dev`, statuses: ["sent"] },
  { receiver: (n) => `soft+2-${n}@resend.dev`, statuses: ["sent"] },
  { receiver: (n) => `bounced+${n}@resend.dev`, statuses: ["bounced"] },
  { receiver: (n) => `complained+${n}@resend.dev`, statuses: ["spam"] },
  { receiver: (n) => `invalid+${n}@resend.dev`, statuses: ["invalid"] },
  { receiver: (n) => `delayed+${n}@resend.dev`, statuses: ["sent"] },
  { receiver: (n) => `policy+${n}@resend.dev`, statuses: ["unknown"] },
  { receiver: (n) => `suppressed+${n}@resend.dev`, statuses: ["blocked"] },
];
/** One member in this many has a faulty mailbox. */
const ONE_IN = 20;

type Place = { url: string; dataDir: string; port: number };

/** An office with members who are all confirmed, one in twenty of whom has a mailbox with a fault. */
export async function arrangeAssociation(place: Place, own: postgres.Sql, members: number) {
  const office = await createOffice(place, "Föreningen i stormen", "kassor@storm.example");
  const rows = Array.from({ length: members }, (_, n) => ({
    last_name: `Ek ${n}`,
    email: receiverOf(n),
  }));
  const [row] = await own<{ id: string }[]>`select id from offices where slug = ${office.slug}`;
  const id = row?.id ?? "";
  await leaveUnjudged(own, id);
  await own`
    insert into members (office_id, first_name, last_name, email, email_status, email_status_at)
    select ${id}, 'Eva', v.last_name, v.email, 'confirmed', now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as v(last_name text, email text)`;
  const colleague = await logIn(place.url, office.login);
  return new Association(id, office.slug, colleague);
}

function receiverOf(n: number): string {
  if (n % ONE_IN !== 0) return `medlem${n}@example.org`;
  return PARTS[(n / ONE_IN) % PARTS.length]?.receiver(n) ?? "";
}

/** An office as its colleague uses it, by the app's own actions. */
export class Association {
  private mailing = "";

  constructor(
    readonly id: string,
    private readonly slug: string,
    private readonly colleague: Visitor,
  ) {}

  /** Writes a mailing to all members and presses "send". */
  async send(members: number): Promise<void> {
    const written = {
      subject: SUBJECT,
      bodyHtml: "<p>Hej {{namn}}!</p>",
      audience: {},
      onePerAddress: false,
    };
    const saved = await this.act("_compose", "saveDraft", [{ attempt: randomUUID() }, written]);
    const [, id, version] = /"id":"([0-9a-f-]{36})","version":"(\d+)"/.exec(saved.body) ?? [];
    if (!id) throw new Error(`the mailing was not saved: ${saved.body}`);
    this.mailing = id;
    const sent = await this.act("_compose", "sendDraft", [{ id, version }, members]);
    if (!sent.location.includes(id)) throw new Error(`the mailing was not sent: ${sent.body}`);
  }

  /** Presses "refresh results". @returns whether it was taken */
  async refresh(): Promise<boolean> {
    const answer = await this.act("[id]", "updateResults", [this.mailing]).catch(() => null);
    return answer?.status === 200;
  }

  /** Members without a message, and messages whose status is not what their receiver's mailbox makes of them. */
  async unexpected(own: postgres.Sql, members: number): Promise<string[]> {
    const rows = await own<{ address: string; status: string }[]>`
      select address, status from messages where office_id = ${this.id}`;
    const lost = rows.length === members ? [] : [`${rows.length} messages for ${members} members`];
    const odd = rows
      .filter(({ address, status }) => {
        const part = PARTS.find(({ receiver }) => address.startsWith(receiver(0).split("0@")[0] ?? ""));
        return !(part?.statuses ?? ["sent"]).includes(status);
      })
      .map(({ address, status }) => `${address} came to ${status}`);
    return [...lost, ...odd];
  }

  private act(folder: string, name: string, args: unknown[]) {
    const action = builtActions().get(`app/o/[office]/mailings/${folder}/actions.ts#${name}`);
    return this.colleague.act(`/o/${this.slug}/mailings/new`, action?.id ?? "", [this.slug, ...args]);
  }
}
