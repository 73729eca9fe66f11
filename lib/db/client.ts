import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "@/lib/env";

export type Database = PostgresJsDatabase;

type Client = { sql: postgres.Sql; db: Database };

/* Next's development server loads modules again and again; the pool must survive that. */
const shared = globalThis as typeof globalThis & { brevduvaClient?: Client };

/** The pool of connections, opened at the first use. Only `lib/db` sees it. */
export function client(): Client {
  shared.brevduvaClient ??= open();
  return shared.brevduvaClient;
}

function open(): Client {
  const sql = postgres(env().DATABASE_URL, {
    max: 10,
    idle_timeout: 60,
    connect_timeout: 10,
    /* Our statements name the hundred rows they want, and those are in memory or on flash: a planner
       that believes in turning disks would read whole tables instead. */
    connection: { application_name: "brevduva", random_page_cost: 1.1, jit: false },
    onnotice: () => {},
  });
  return { sql, db: drizzle({ client: sql }) };
}

/** Ends the pool; for programs that finish and for tests. */
export async function closeDatabase(): Promise<void> {
  const open = shared.brevduvaClient;
  shared.brevduvaClient = undefined;
  await open?.sql.end({ timeout: 5 });
}
