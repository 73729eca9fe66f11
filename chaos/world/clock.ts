import type postgres from "postgres";

type Column = { table: string; column: string };

/**
 * Lets time pass: every instant that the databases know moves into the past instead, in ours, the
 * provider's and the job server's, so that all of them agree about what time it is.
 *
 * The provider's pace stays as it is: who has reserved a call waits for its moment in real time.
 *
 * @param interval as PostgreSQL reads it, such as `25 hours`; negative lets the clocks jump back.
 */
export async function letTimePass(databases: readonly postgres.Sql[], interval: string): Promise<void> {
  for (const sql of databases) {
    for (let tries = 1; ; tries++) {
      try {
        await shift(sql, interval);
        break;
      } catch (error) {
        if (tries === 50) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20 * tries));
      }
    }
  }
}

async function shift(sql: postgres.Sql, interval: string): Promise<void> {
  await sql.begin(async (tx) => {
    /* Disables triggers, which guard the program's own changes, and lets this transaction lose a deadlock. */
    await tx`select set_config('session_replication_role', 'replica', true),
      set_config('deadlock_timeout', '20ms', true)`;
    const columns = await tx<Column[]>`
      select format('%I.%I', table_schema, table_name) as table, quote_ident(column_name) as column
      from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where data_type = 'timestamp with time zone' and table_type = 'BASE TABLE'
        and table_schema in ('public', 'resend_server', 'inngest_server')
        and table_name <> 'provider_pace' order by 1`;
    const tables = new Map<string, string[]>();
    for (const { table, column } of columns) tables.set(table, [...(tables.get(table) ?? []), column]);
    if (tables.size > 0)
      await tx.unsafe(`lock table ${[...tables.keys()].join(", ")} in share row exclusive mode`);
    for (const [table, names] of tables) {
      const moved = names.map((name) => `${name} = ${name} - interval '${interval}'`).join(", ");
      await tx.unsafe(`update ${table} set ${moved}`);
    }
    /* A minute that a cron has already had is repeated. */
    if (tables.has("inngest_server.run_keys")) {
      await tx`delete from inngest_server.run_keys where key like '* * * * * %'`;
      await tx`update inngest_server.crons set next_at = now()`;
    }
  });
}
