import type postgres from "postgres";
import { z } from "zod";
import { invalid } from "../api/errors";
import { contentsOf } from "../store/contents";
import { countEmails, type EmailRow, type Filter, matchingEmails } from "../store/emails";

const filter = z.object({
  to: z.string().optional(),
  subject: z.string().optional(),
  since: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
});
const listQuery = filter.extend({
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .default("0"),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  bodies: z.enum(["true", "false"]).default("true"),
});
const countQuery = filter.extend({
  by: z
    .string()
    .regex(/^(?:to|tag:[A-Za-z0-9_-]+)$/)
    .default("to"),
  min: z.coerce.number().int().min(1).default(1),
});

/**
 * `GET /_outbox?to=&subject=&since=&after=&limit=&bodies=`: mails with everything in them, the oldest
 * first. `next` is the `after` of the next page, null at the end.
 */
export async function outboxMails(sql: postgres.Sql, query: URLSearchParams): Promise<unknown> {
  const { after, limit, bodies, ...rest } = parse(listQuery, query);
  const rows = await matchingEmails(sql, rest satisfies Filter, after, limit);
  const contents = bodies === "true" ? await contentsOf(sql, rows) : [];
  return {
    emails: rows.map((row, index) => ({ ...mail(row), ...contents[index] })),
    next: rows.length === limit ? rows.at(-1)?.seq : null,
  };
}

/**
 * `GET /_outbox/count?by=to|tag:NAME&min=&to=&subject=&since=`: how many mails match, how many receivers
 * (or values of the tag) they have, and those with at least `min` mails.
 */
export async function outboxCounts(sql: postgres.Sql, query: URLSearchParams): Promise<unknown> {
  const { by, min, ...rest } = parse(countQuery, query);
  const groups = await countEmails(sql, rest satisfies Filter, by);
  return {
    total: groups.reduce((sum, { mails }) => sum + mails, 0),
    distinct: groups.length,
    groups: Object.fromEntries(
      groups.filter(({ mails }) => mails >= min).map(({ value, mails }) => [value, mails]),
    ),
  };
}

function parse<Schema extends z.ZodType>(schema: Schema, query: URLSearchParams): z.output<Schema> {
  const parsed = schema.safeParse(Object.fromEntries(query));
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  return parsed.data;
}

function mail(row: EmailRow) {
  return {
    seq: row.seq,
    id: row.id,
    created_at: row.created_at,
    from: row.from_address,
    to: row.to_addresses,
    cc: row.cc,
    bcc: row.bcc,
    reply_to: row.reply_to,
    subject: row.subject,
    tags: Object.fromEntries(row.tags.map(({ name, value }) => [name, value])),
    idempotency_key: row.idempotency_key,
    last_event: row.last_event,
  };
}
