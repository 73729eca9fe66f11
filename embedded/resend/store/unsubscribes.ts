import type postgres from "postgres";

/** Keeps what came of a one-click unsubscribe that a person played. */
export async function recordUnsubscribe(
  sql: postgres.Sql,
  emailSeq: string,
  url: string,
  outcome: string,
): Promise<void> {
  await sql`
    insert into resend_server.unsubscribes (email_seq, url, outcome) values (${emailSeq}, ${url}, ${outcome})`;
}

export function unsubscribesOf(sql: postgres.Sql, emailSeq: string) {
  return sql<{ at: Date; url: string; outcome: string }[]>`
    select at, url, outcome from resend_server.unsubscribes where email_seq = ${emailSeq} order by seq`;
}
