import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import type postgres from "postgres";
import { z } from "zod";
import type { EmailRow } from "./emails";

const inflate = promisify(inflateRaw);

const content = z.object({
  html: z.string().nullish(),
  text: z.string().nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
});

export type Content = { html: string | null; text: string | null; headers: Record<string, string> };

/** Bodies and headers of mails, from the requests that brought them, in the order of the rows. */
export async function contentsOf(sql: postgres.Sql, rows: EmailRow[]): Promise<Content[]> {
  const ids = [...new Set(rows.map((row) => row.request_id))];
  const requests = await sql<{ id: string; body: Buffer }[]>`
    select id, body from resend_server.requests where id = any(${ids}::uuid[])`;
  const bodies = new Map<string, unknown>();
  for (const { id, body } of requests) bodies.set(id, JSON.parse((await inflate(body)).toString("utf8")));
  return rows.map((row) => {
    const body = bodies.get(row.request_id);
    const { html, text, headers } = content.parse(
      row.position === null ? body : Array.isArray(body) && body[row.position],
    );
    return { html: html ?? null, text: text ?? null, headers: headers ?? {} };
  });
}
