import type postgres from "postgres";
import { messageId } from "../events";
import { contentsOf } from "../store/contents";
import { type EmailRow, findEmail, listEmails } from "../store/emails";
import { ApiError, invalid, notFound } from "./errors";
import { isUuid, pageOf } from "./query";

/**
 * `GET /emails/:id`
 *
 * @throws ApiError 404 when there is no such mail, 422 when the id is malformed
 */
export async function retrieveEmail(sql: postgres.Sql, id: string): Promise<unknown> {
  if (!isUuid(id)) throw new ApiError(422, "invalid_parameter", "The `id` must be a valid UUID.");
  const row = await findEmail(sql, id);
  if (!row) throw notFound("Email");
  const [content] = await contentsOf(sql, [row]);
  return {
    object: "email",
    ...summary(row),
    html: content?.html,
    text: content?.text,
    headers: content?.headers,
    tags: row.tags,
  };
}

/** `GET /emails`, newest first, without tags and bodies. */
export async function listSentEmails(sql: postgres.Sql, query: URLSearchParams): Promise<unknown> {
  const list = await listEmails(sql, pageOf(query));
  if (!list) throw invalid("The pagination cursor is not an email.");
  return { object: "list", has_more: list.hasMore, data: list.rows.map(summary) };
}

function summary(row: EmailRow) {
  return {
    id: row.id,
    message_id: messageId(row.id),
    to: row.to_addresses,
    from: row.from_address,
    created_at: row.created_at,
    subject: row.subject,
    bcc: row.bcc,
    cc: row.cc,
    reply_to: row.reply_to,
    last_event: row.last_event,
    scheduled_at: null,
  };
}
