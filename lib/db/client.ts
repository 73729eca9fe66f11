import pg from "pg";
import { GatheringSocket } from "@/lib/db/gathering-socket";
import { env } from "@/lib/env";
import { Unavailable } from "@/lib/errors";
import { log } from "@/lib/log";

/* Next's development server loads modules again and again; the pool must survive that. */
const shared = globalThis as typeof globalThis & { brevduvaPool?: pg.Pool };

const SETTINGS = [
  /* Our statements name the hundred rows they want, and these are in memory or on flash storage. With the
     default costs, made for spinning disks, the planner would read whole tables instead. */
  "random_page_cost=1.1",
  "jit=off",
  /* A client that vanishes within a transaction would keep its locks for hours, until TCP gives up. None
     of our transactions is idle for so long between two statements. */
  "idle_in_transaction_session_timeout=60s",
  "tcp_keepalives_idle=30",
  "tcp_keepalives_interval=10",
  "tcp_keepalives_count=3",
];

/** The pool of connections, opened at the first use. Only `lib/db` sees it. */
export function pool(): pg.Pool {
  shared.brevduvaPool ??= open();
  return shared.brevduvaPool;
}

/**
 * A connection from the pool, to be released by the caller.
 *
 * @throws Unavailable when none can be had.
 */
export async function connect(): Promise<pg.PoolClient> {
  try {
    return await pool().connect();
  } catch (error) {
    throw new Unavailable(error, "there is no connection to the database");
  }
}

function open(): pg.Pool {
  const settings: pg.PoolConfig & { pipeline: boolean } = {
    connectionString: env().DATABASE_URL,
    application_name: "brevduva",
    max: 10,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: 3600,
    /* For opening a connection, and for waiting until one is returned to the pool. */
    connectionTimeoutMillis: 30_000,
    keepAlive: true,
    /* A statement is sent without waiting for the answers to those before it. */
    pipeline: true,
    stream: () => new GatheringSocket(),
    options: SETTINGS.map((setting) => `-c ${setting}`).join(" "),
  };
  const opened = new pg.Pool(settings);
  /* The statement that was using a broken connection throws; these events only repeat it. */
  opened.on("connect", (connection) => connection.on("error", () => {}));
  /* Only the message, because the error carries the whole client. */
  opened.on("error", ({ message }) =>
    log().warn({ reason: message }, "an idle connection to the database was lost"),
  );
  return opened;
}

/** Ends the pool, by force after five seconds; for programs that finish and for tests. */
export async function closeDatabase(): Promise<void> {
  const open = shared.brevduvaPool;
  shared.brevduvaPool = undefined;
  if (!open) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((over) => {
    timer = setTimeout(over, 5000);
  });
  await Promise.race([open.end(), patience]);
  clearTimeout(timer);
}
