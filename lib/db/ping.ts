import { sql } from "drizzle-orm";
import { client } from "@/lib/db/client";

/** Asks the database for a sign of life. @throws Error when it gives none */
export async function pingDatabase(): Promise<void> {
  await client().db.execute(sql`select 1`);
}
