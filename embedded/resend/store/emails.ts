import type postgres from "postgres";
import type { Tag } from "../api/mail";
import { searchQuery, wholeWordsQuery } from "./words";

/** How many mails a search scans before it uses the index. */
const NEARBY = 20_000;

export type EmailRow = {
  seq: string;
  id: string;
  created_at: string;
  from_address: string;
  to_addresses: string[];
  cc: string[] | null;
  bcc: string[] | null;
  reply_to: string[] | null;
  subject: string;
  tags: Tag[];
  receivers: string[];
  idempotency_key: string | null;
  request_id: string;
  position: number | null;
  last_event: string;
};

/** What a mail's columns are; the last event is the latest that has happened by now. */
function columns(sql: postgres.Sql) {
  return sql`
    seq, id, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"') as created_at,
    from_address, to_addresses, cc, bcc, reply_to, subject, tags, receivers, idempotency_key, request_id, position,
    coalesce((
      select substr(type, 7) from resend_server.events
      where email_seq = email.seq and happens_at <= clock_timestamp()
      order by happens_at desc, events.seq desc limit 1
    ), 'queued') as last_event`;
}

export async function findEmail(sql: postgres.Sql, id: string): Promise<EmailRow | undefined> {
  const [row] = await sql<EmailRow[]>`
    select ${columns(sql)} from resend_server.emails email where id = ${id}`;
  return row;
}

export type Page = { limit: number; after?: string; before?: string };

/**
 * Mails, the newest first.
 *
 * @param page `after` a mail means older than it, `before` newer
 * @param search words that receivers or subject begin with
 * @returns undefined when the cursor is not the id of a mail
 */
export async function listEmails(
  sql: postgres.Sql,
  page: Page,
  search = "",
): Promise<{ rows: EmailRow[]; hasMore: boolean } | undefined> {
  const cursorId = page.after ?? page.before;
  const [cursor] = cursorId
    ? await sql`select seq from resend_server.emails where id = ${cursorId}`
    : [{ seq: null }];
  if (!cursor) return undefined;
  const query = searchQuery(search);
  const backwards = page.before !== undefined;
  const start = cursor.seq;
  const beyond = start === null ? sql`true` : backwards ? sql`seq > ${start}` : sql`seq < ${start}`;
  const direction = backwards ? sql`asc` : sql`desc`;
  const select = (from: postgres.Fragment) => sql<EmailRow[]>`
    select ${columns(sql)} from ${from} email
    order by seq ${direction} limit ${page.limit + 1}`;
  const all = sql`(select * from resend_server.emails where ${beyond})`;
  const rows = query === undefined ? await select(all) : await lookUp(query);
  const shown = rows.slice(0, page.limit);
  return { rows: backwards ? shown.reverse() : shown, hasMore: rows.length > page.limit };

  /*
   * Common words fill the page from the mails nearby. Rare ones are found by their index, whose matches
   * are gathered first: left alone, the planner walks through every mail in the hope of filling the page.
   */
  async function lookUp(words: string): Promise<EmailRow[]> {
    const from = start === null ? sql`(select max(seq) from resend_server.emails)` : sql`${start}::bigint`;
    const nearby = backwards ? sql`seq <= ${from} + ${NEARBY}` : sql`seq >= ${from} - ${NEARBY}`;
    const matching = sql`words @@ ${words}::tsquery`;
    // `offset 0` and `materialized` keep the two ways apart, whatever the planner thinks of the words.
    const found = await select(sql`(
      select * from (
        select * from resend_server.emails where ${beyond} and ${nearby} order by seq ${direction} offset 0
      ) near where ${matching})`);
    if (found.length > page.limit) return found;
    return select(sql`(
      with found as materialized (select * from resend_server.emails where ${beyond} and ${matching})
      select * from found)`);
  }
}

export type Filter = { to?: string; subject?: string; since?: Date };

function matching(sql: postgres.Sql, filter: Filter) {
  const query = wholeWordsQuery([filter.to, filter.subject].filter(Boolean).join(" "));
  return sql`
    ${query ? sql`words @@ ${query}::tsquery` : sql`true`}
    and ${filter.to ? sql`receivers @> ${[filter.to.toLowerCase()]}::text[]` : sql`true`}
    and ${filter.subject ? sql`subject = ${filter.subject}` : sql`true`}
    and ${filter.since ? sql`created_at >= ${filter.since}` : sql`true`}`;
}

/** Mails that match, the oldest first, from after a mail of the given sequence number. */
export function matchingEmails(sql: postgres.Sql, filter: Filter, afterSeq: string, limit: number) {
  return sql<EmailRow[]>`
    with matching as ${filter.to || filter.subject ? sql`materialized` : sql`not materialized`} (
      select * from resend_server.emails where seq > ${afterSeq} and ${matching(sql, filter)}
    )
    select ${columns(sql)} from matching email order by seq limit ${limit}`;
}

/**
 * How many matching mails each receiver has, or each value of a tag.
 *
 * @param by `to`, or the name of a tag as `tag:NAME`
 */
export function countEmails(sql: postgres.Sql, filter: Filter, by: string) {
  const tag = by.startsWith("tag:") ? by.slice(4) : undefined;
  return sql<{ value: string; mails: number }[]>`
    select value, count(*)::int as mails
    from resend_server.emails email, ${
      tag === undefined
        ? sql`unnest(receivers) as value`
        : sql`lateral (select tag ->> 'value' as value from jsonb_array_elements(tags) tag where tag ->> 'name' = ${tag}) t`
    }
    where ${matching(sql, filter)} group by value`;
}
