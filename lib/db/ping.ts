import { pool } from "@/lib/db/client";

/**
 * Checks that the database answers.
 *
 * @throws Error when it does not
 */
export async function pingDatabase(): Promise<void> {
  await pool().query("select 1");
}
