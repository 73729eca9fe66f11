import { pool } from "@/lib/db/client";

/**
 * Refuses to run when the login role could bypass row-level security: as superuser, by BYPASSRLS, or as owner
 * of a table.
 *
 * @throws Error that names the role and what is wrong with it, or says why the database cannot be reached.
 */
export async function refuseMightyRole(): Promise<void> {
  const { rows } = await ask(`
    select current_user::text as role, (rolsuper or rolbypassrls) as mighty,
      exists (
        select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') and pg_has_role(current_user, c.relowner, 'member')
      ) as owner
    from pg_roles where rolname = current_user`);
  const [row] = rows;
  if (row?.mighty || row?.owner) {
    throw new Error(
      `DATABASE_URL logs in as "${row.role}", which can bypass row-level security. Use a role that owns nothing, for example "app".`,
    );
  }
}

async function ask(statement: string) {
  try {
    return await pool().query<{ role: string; mighty: boolean; owner: boolean }>(statement);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The database cannot be reached by DATABASE_URL: ${why}`, { cause });
  }
}
