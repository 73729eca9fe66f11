import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningPostgres, startPostgres } from "@/embedded/postgres/start";
import { closeDatabase } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { withOffice } from "@/lib/db/tenant";
import { Unavailable } from "@/lib/errors";
import { type Booked, bookPairs } from "@/tests/integration/db/pairs";
import { useTestEnv } from "@/tests/support/env";

/** A server of its own: it is restarted and killed. */
let server: RunningPostgres;
let directory: string;
let offices: string[];
const uncaught: unknown[] = [];
const catchAll = (error: unknown) => uncaught.push(error);

beforeAll(async () => {
  process.on("uncaughtException", catchAll).on("unhandledRejection", catchAll);
  directory = mkdtempSync(join(tmpdir(), "brevduva-lost-"));
  chmodSync(directory, 0o755);
  server = await start();
  const appUrl = server.url("postgres", { name: "app", password: "app" });
  await migrate({ ownerUrl: server.ownerUrl, appUrl });
  useTestEnv({ ownerUrl: server.ownerUrl, appUrl, close: async () => {} });
  /* The product adds cards in no other role than that of an office. */
  await ask((sql) => sql`grant insert on members to system`);
  offices = await ask(
    (sql) => sql<{ id: string }[]>`
      insert into offices (slug, name, reply_to) select 'office-' || n, 'Byn ' || n, 'kansli@example.org'
      from generate_series(1, 3) n returning id`,
  ).then((rows) => rows.map(({ id }) => id));
});

afterAll(async () => {
  process.off("uncaughtException", catchAll).off("unhandledRejection", catchAll);
  await closeDatabase();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe("transactions whose connections are lost", () => {
  it("leave all or nothing, each in its own office, when backends are terminated at random", async () => {
    const done = new AbortController();
    let terminated = 0;
    const terminating = terminateAtRandom(done.signal, () => {
      terminated++;
    });
    do await expectAllOrNothing(await bookPairs(offices, { each: 20, lanes: 16 }));
    while (terminated <= 50);
    done.abort();
    await terminating;
    await expectToWork();
  });

  it("leave all or nothing when the server is restarted and killed under them", async () => {
    const booking = bookPairs(offices, { each: 120, lanes: 16 });
    for (const signal of ["SIGINT", "SIGQUIT", "SIGINT"] as const) {
      await sleep(300);
      process.kill(server.pid, signal);
      await server.exited;
      await sleep(200);
      server = await start(server.port);
    }
    const booked = await booking;
    expect(booked.pairs.some(({ error }) => error)).toBe(true);
    await expectAllOrNothing(booked);
    await expectToWork();
  });
});

function start(port?: number): Promise<RunningPostgres> {
  return startPostgres({
    dataDir: join(directory, "data"),
    settings: { shared_buffers: "16MB", max_connections: "60" },
    ...(port && { port }),
  });
}

async function ask<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(server.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** Waits for the end of each: none is still ending when all is to be well again. */
async function terminateAtRandom(signal: AbortSignal, terminated: () => void): Promise<void> {
  await ask(async (sql) => {
    while (!signal.aborted) {
      const rows = await sql`
        select pg_terminate_backend(pid, 10000) from pg_stat_activity
        where application_name = 'brevduva' order by random() limit 2`;
      for (const _ of rows) terminated();
      await sleep(Math.random() * 20);
    }
  });
}

async function expectAllOrNothing({ pairs, strays, late }: Booked): Promise<void> {
  expect(uncaught).toEqual([]);
  expect(strays).toEqual([]);
  expect(late).toEqual([]);
  const rows = await ask(
    (sql) => sql<{ mark: string; cards: number; offices: string[] }[]>`
      select organisation as mark, count(*)::int as cards, array_agg(distinct office_id::text) as offices
      from members group by 1`,
  );
  const written = new Map(rows.map((row) => [row.mark, row]));
  expect(written.has("late")).toBe(false);
  for (const { mark, officeId, error } of pairs) {
    const row = written.get(mark);
    if (!error || row) expect(row).toEqual({ mark, cards: 2, offices: [officeId] });
    if (error) expect(error).toBeInstanceOf(Unavailable);
  }
}

async function expectToWork(): Promise<void> {
  const { pairs } = await bookPairs(offices, { each: 5, lanes: 16 });
  expect(pairs.filter(({ error }) => error)).toEqual([]);
  await expect(withOffice(offices[0] ?? "", async () => "all is well")).resolves.toBe("all is well");
}
