import type postgres from "postgres";

/**
 * Tables that contain a text in any column of any row: what has been erased must be in none. Uploaded files
 * are searched as well.
 */
export async function tracesOf(sql: postgres.Sql, text: string): Promise<string[]> {
  const tables = await sql<{ name: string; files: string[] }[]>`
    select c.relname as name, array(
      select a.attname::text from pg_attribute a
      where a.attrelid = c.oid and a.atttypid = 'bytea'::regtype and not a.attisdropped) as files
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`;
  const found: string[] = [];
  for (const { name, files } of tables) {
    const inside = files.map((column) => sql`or encode(t.${sql(column)}, 'escape') ilike ${`%${text}%`}`);
    const rows = await sql`
      select from ${sql(name)} t where t::text ilike ${`%${text}%`} ${inside.length > 0 ? inside : sql``}`;
    if (rows.length > 0) found.push(name);
  }
  return found;
}
