import { mailsOf } from "@/tests/integration/life/laws/mails";
import type { Life } from "@/tests/integration/life/life";

/** What must not be sent, as of before a step. */
export type Barred = {
  mails: number;
  /** Addresses with a problem, by office; of all offices: suppressed. */
  problems: Set<string>;
  /** Offices that are held, and mailings that are paused or cancelled. */
  held: Set<string>;
  stopped: Set<string>;
  /** Addresses of cards that want mail, by office, and of those that are being asked. */
  confirmed: Set<string>;
  asked: Set<string>;
};

export async function barred({ sql, provider }: Life): Promise<Barred> {
  const problems = await sql<{ key: string }[]>`
    select o.id || s.address as key from suppressions s cross join offices o
    union select office_id || address from address_problems`;
  const held = await sql<{ id: string }[]>`select id from offices where hold is not null`;
  const stopped = await sql<
    { id: string }[]
  >`select id from mailings where state in ('paused', 'cancelled', 'draft', 'scheduled')`;
  const cards = await sql<{ key: string; status: string }[]>`
    select office_id || email as key, email_status as status from members where email is not null`;
  const having = (status: string) =>
    new Set(cards.flatMap((card) => (card.status === status ? [card.key] : [])));
  return {
    confirmed: having("confirmed"),
    asked: having("confirmation_requested"),
    mails: (await mailsOf(provider)).length,
    problems: new Set(problems.map(({ key }) => key)),
    held: new Set(held.map(({ id }) => id)),
    stopped: new Set(stopped.map(({ id }) => id)),
  };
}

/**
 * What was sent in a step although it was barred before and after it. Domain, "Mailings", "E-mail status of a
 * card".
 */
export async function barredMails(life: Life, before: Barred): Promise<string[]> {
  const mails = (await mailsOf(life.provider)).slice(before.mails);
  if (mails.length === 0) return [];
  const after = await barred(life);
  const rows = await life.sql<{ attempt: string; office: string; mailing: string; kind: string }[]>`
    select a.id as attempt, a.office_id as office, m.mailing_id as mailing, l.kind
    from attempts a join messages m on m.id = a.message_id join mailings l on l.id = m.mailing_id`;
  const whose = new Map(rows.map((row) => [row.attempt, row]));
  const both = (of: "problems" | "held" | "stopped", key: string) =>
    before[of].has(key) && after[of].has(key);
  return mails.flatMap(({ attempt, to }) => {
    const { office = "", mailing = "", kind = "" } = whose.get(attempt) ?? {};
    const wanted = [before, after].some(
      ({ confirmed, asked }) =>
        confirmed.has(office + to) || (kind === "confirmation_request" && asked.has(office + to)),
    );
    return [
      ...(wanted ? [] : [`a mail went to ${to}, which no card of the office carries that wants it`]),
      ...(both("problems", office + to) ? [`a mail went to ${to}, which has a problem`] : []),
      ...(both("held", office) ? [`a mail to ${to} went out of an office that is held`] : []),
      ...(both("stopped", mailing) ? [`a mail to ${to} went out of a mailing that does not go out`] : []),
    ];
  });
}
