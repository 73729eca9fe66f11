import type postgres from "postgres";
import type { Page } from "./emails";
import { addEvents } from "./events";

export type Origin = "bounce" | "complaint" | "manual";
export type Suppression = {
  id: string;
  email: string;
  origin: Origin;
  source_id: string | null;
  created_at: string;
};

function columns(sql: postgres.ISql) {
  return sql`id, email, origin, source_id,
    to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"') as created_at`;
}

/** Which of the addresses (lower case) are on the suppression list, and why. */
export async function suppressedAmong(sql: postgres.ISql, addresses: string[]): Promise<Map<string, Origin>> {
  const rows = await sql<{ email: string; origin: Origin }[]>`
    select email, origin from resend_server.suppressions where email = any(${addresses}::text[])`;
  return new Map(rows.map((row) => [row.email, row.origin]));
}

/** Puts an address on the list and announces it; an address that is there stays as it is. */
export async function suppress(
  sql: postgres.ISql,
  entry: { email: string; origin: Origin; sourceId: string | null },
  webhooks: { shuffleMs: number } | undefined,
): Promise<Suppression> {
  const [added] = await sql<Suppression[]>`
    insert into resend_server.suppressions (email, origin, source_id)
    values (${entry.email.toLowerCase()}, ${entry.origin}, ${entry.sourceId})
    on conflict (email) do nothing returning ${columns(sql)}`;
  if (added) {
    await addEvents(
      sql,
      [{ emailSeq: null, receiver: null, type: "suppression.added", detail: added }],
      webhooks,
    );
    return added;
  }
  const known = await findSuppression(sql, entry.email);
  if (!known) throw new Error("The suppression was removed at the same moment.");
  return known;
}

export async function findSuppression(
  sql: postgres.ISql,
  idOrEmail: string,
): Promise<Suppression | undefined> {
  const [row] = await sql<Suppression[]>`
    select ${columns(sql)} from resend_server.suppressions
    where email = ${idOrEmail.toLowerCase()} or id::text = ${idOrEmail.toLowerCase()}`;
  return row;
}

/** Takes an address from the list and announces it. */
export async function unsuppress(
  sql: postgres.ISql,
  idOrEmail: string,
  webhooks: { shuffleMs: number } | undefined,
): Promise<Suppression | undefined> {
  const [removed] = await sql<Suppression[]>`
    delete from resend_server.suppressions
    where email = ${idOrEmail.toLowerCase()} or id::text = ${idOrEmail.toLowerCase()}
    returning ${columns(sql)}`;
  if (removed) {
    await addEvents(
      sql,
      [{ emailSeq: null, receiver: null, type: "suppression.removed", detail: removed }],
      webhooks,
    );
  }
  return removed;
}

/** The list, newest first; undefined when the cursor is no entry's id. */
export async function listSuppressions(
  sql: postgres.Sql,
  page: Page,
  origin?: Origin,
): Promise<{ rows: Suppression[]; hasMore: boolean } | undefined> {
  const cursorId = page.after ?? page.before;
  const [cursor] = cursorId
    ? await sql`select seq from resend_server.suppressions where id = ${cursorId}`
    : [{ seq: null }];
  if (!cursor) return undefined;
  const backwards = page.before !== undefined;
  const rows = await sql<Suppression[]>`
    select ${columns(sql)} from resend_server.suppressions
    where ${cursor.seq === null ? sql`true` : backwards ? sql`seq > ${cursor.seq}` : sql`seq < ${cursor.seq}`}
      and ${origin ? sql`origin = ${origin}` : sql`true`}
    order by seq ${backwards ? sql`asc` : sql`desc`} limit ${page.limit + 1}`;
  const shown = rows.slice(0, page.limit);
  return { rows: backwards ? shown.reverse() : shown, hasMore: rows.length > page.limit };
}
