import { sql } from "drizzle-orm";

/**
 * So long a batch may be posted with its key. The provider remembers it for 24 hours; the database's clock
 * may have jumped back an hour since the first call, and the turn may come after minutes.
 */
export const KEY_LIVES = sql`interval '22 hours 30 minutes'`;
