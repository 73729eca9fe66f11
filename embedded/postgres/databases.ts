import postgres from "postgres";

/** Makes each database unless it exists. */
export async function ensureDatabases(ownerUrl: string, names: string[]): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const rows = await sql<{ datname: string }[]>`select datname from pg_database`;
    const existing = new Set(rows.map((row) => row.datname));
    for (const name of names.filter((wanted) => !existing.has(wanted))) {
      await sql`create database ${sql(name)}`;
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}
