import { log } from "./log";
import { type Database, openPool } from "./sql";

/**
 * This server's ownership of the jobs that have its number. It rests on two things: a row that is renewed (a
 * server that hangs loses its jobs after `lease`), and a lock that PostgreSQL releases when the process ends,
 * so that the next server takes over a killed server's jobs at once.
 */
export type Instance = {
  id: number;
  /** Renews the lease and frees the jobs of servers that are gone. */
  keep(): Promise<void>;
  /** Returns its remaining jobs and gives up the number. */
  leave(): Promise<void>;
};

/** Seconds. */
const lease = 15;
const space = 0x1b2e;

/** Takes a new number and frees what killed servers held. */
export async function joinInstances(sql: Database, databaseUrl: string): Promise<Instance> {
  const [row] = await sql<{ id: number }>`select nextval('inngest_server.instance_numbers')::int as id`;
  if (!row) throw new Error("No instance number");
  const id = row.id;
  // A single lasting connection, because the lock belongs to the connection.
  const holder = openPool(databaseUrl, 1);
  const keep = async () => {
    // Acquired each time, because after a lost connection the new one has to hold it.
    await holder`select pg_try_advisory_lock(${space}, ${id})`;
    await sql`
      insert into inngest_server.instances (id, alive_until)
      values (${id}, now() + make_interval(secs => ${lease}))
      on conflict (id) do update set alive_until = excluded.alive_until`;
    await freeJobsOfTheDead(sql, id);
  };
  await keep();
  return {
    id,
    keep,
    leave: async () => {
      await freeJobs(sql, id, []);
      await sql`delete from inngest_server.instances where id = ${id}`;
      await holder.end();
    },
  };
}

/** Releases a server's jobs, except those that it is working on. */
export async function freeJobs(sql: Database, owner: number, except: string[]): Promise<void> {
  await sql`
    update inngest_server.jobs set owner = null
    where owner = ${owner} and id <> all(${except}::bigint[])`;
}

async function freeJobsOfTheDead(sql: Database, me: number): Promise<void> {
  const dead = await sql<{ id: number }>`
    with owners as materialized (
      select id from inngest_server.instances where id <> ${me}
      union select owner from inngest_server.jobs where owner is not null and owner <> ${me}
    )
    select o.id from owners o left join inngest_server.instances i using (id)
    where i.alive_until is null or i.alive_until < now() or pg_try_advisory_xact_lock(${space}, o.id)`;
  if (dead.length === 0) return;
  const ids = dead.map(({ id }) => id);
  const freed = await sql`update inngest_server.jobs set owner = null where owner = any(${ids}::int[])`;
  await sql`delete from inngest_server.instances where id = any(${ids}::int[])`;
  if (freed.count > 0) log(`took over ${freed.count} calls of a server that is gone`);
}
