import { pool } from "@/lib/db/client";

/** Asks the database for a sign of life. @throws Error when it gives none */
export async function pingDatabase(): Promise<void> {
  await pool().query("select 1");
}
