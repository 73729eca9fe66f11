import { randomUUID } from "node:crypto";
import type postgres from "postgres";

/** The tables that belong to offices, by the catalog. */
export async function tenantTables(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and a.attname = 'office_id' and not a.attisdropped order by 1`;
  return rows.map(({ name }) => name);
}

/**
 * Writes at least one row into every table that belongs to offices, over the owner's connection.
 * The counts of cards and messages come by trigger.
 */
export async function fillOffice(sql: postgres.Sql, officeId: string): Promise<void> {
  const [userId, memberId, mailingId, messageId, attemptId, groupId] = Array.from({ length: 6 }, () =>
    randomUUID(),
  );
  const address = `eva.${officeId.slice(0, 8)}@example.org`;
  const rows: [table: string, row: Record<string, unknown>][] = [
    ["users", { id: userId, email: address }],
    ["memberships", { user_id: userId, office_id: officeId, role: "administrator" }],
    ["invitations", { user_id: userId, office_id: officeId, role: "colleague" }],
    ["groups", { id: groupId, office_id: officeId, name: "Norr" }],
    ["group_offices", { group_id: groupId, office_id: officeId, member_id: officeId }],
    ["group_administrators", { group_id: groupId, office_id: officeId, user_id: userId }],
    ["logos", { office_id: officeId, type: "image/png", content: Buffer.alloc(1) }],
    ["members", { id: memberId, office_id: officeId, email: address, email_status: "problem_bounced" }],
    ["address_problems", { office_id: officeId, address, problem: "problem_bounced" }],
    ["erased_problems", { office_id: officeId, hash: Buffer.alloc(33), problem: "problem_bounced" }],
    [
      "erasures",
      { office_id: officeId, member_id: randomUUID(), addresses: [address], message_ids: [messageId] },
    ],
    ["imports", { office_id: officeId, file_name: "medlemmar.csv" }],
    ["mailings", { id: mailingId, office_id: officeId, kind: "mailing" }],
    ["refreshes", { office_id: officeId, mailing_id: mailingId }],
    [
      "messages",
      {
        id: messageId,
        office_id: officeId,
        mailing_id: mailingId,
        position: 0,
        address,
        name: "Eva Ek",
        language: "sv",
        values: sql.json({}),
      },
    ],
    [
      "message_cards",
      { office_id: officeId, message_id: messageId, mailing_id: mailingId, member_id: memberId },
    ],
    [
      "batches",
      {
        office_id: officeId,
        mailing_id: mailingId,
        chunk: 0,
        attempt_ids: [attemptId],
        body_hash: Buffer.alloc(32),
      },
    ],
    ["attempts", { id: attemptId, office_id: officeId, message_id: messageId, number: 1, fact: 0 }],
    [
      "facts",
      {
        office_id: officeId,
        message_id: messageId,
        attempt_id: attemptId,
        fact: 0,
        source: "event",
        key: randomUUID(),
        occurred_at: new Date(),
      },
    ],
    ["log_entries", { office_id: officeId, actor_kind: "member", act: "card.confirmed" }],
    ["outbox", { office_id: officeId, name: "inbox/filled", data: sql.json({}) }],
  ];
  for (const [table, row] of rows) await sql`insert into ${sql(table)} ${sql(row)}`;
}
