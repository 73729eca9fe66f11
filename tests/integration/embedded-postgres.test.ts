import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureDatabases } from "@/embedded/postgres/databases";
import { freePort } from "@/embedded/postgres/free-port";
import { type RunningPostgres, startPostgres } from "@/embedded/postgres/start";
import { openFolder } from "@/scripts/start/folder";
import { launchPostgres } from "@/scripts/start/services";

const isRoot = process.getuid?.() === 0;
const settings = { fsync: "off", shared_buffers: "16MB" };

async function ask<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

describe("embedded PostgreSQL", () => {
  let directory: string;
  let running: RunningPostgres | undefined;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "brevduva-postgres-"));
    chmodSync(directory, 0o755);
  });
  afterAll(async () => {
    await running?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("starts on 127.0.0.1 alone, in UTF-8, with Swedish order at hand, behind a password", async () => {
    running = await startPostgres({ dataDir: join(directory, "data"), settings });
    const facts = await ask(running.ownerUrl, async (sql) => {
      const [row] = await sql`
        select current_setting('server_encoding') as encoding, current_setting('listen_addresses') as listens,
          current_setting('TimeZone') as zone,
          (select string_agg(name, '' order by name collate "sv-x-icu") from unnest(array['Ö','B','Å','Z','Ä','a']) name) as sorted,
          (select datlocale from pg_database where datname = 'postgres') as locale`;
      return row;
    });
    expect(facts).toEqual({
      encoding: "UTF8",
      listens: "127.0.0.1",
      zone: "UTC",
      sorted: "aBZÅÄÖ",
      locale: "C.UTF-8",
    });
    expect(statSync(join(directory, "data", "owner.password")).mode & 0o777).toBe(0o600);
    const stranger = running.url("postgres", { name: "postgres", password: "guess" });
    await expect(ask(stranger, (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/);
  });

  it("finds the server that a killed starter left, and keeps the data", async () => {
    const first = running;
    if (!first) throw new Error("needs the server of the first test");
    await ensureDatabases(first.ownerUrl, ["kept"]);
    await ensureDatabases(first.ownerUrl, ["kept", "another"]);
    await ask(first.url("kept"), (sql) => sql`create table letters as select 'dear' as word`);
    const lines: string[] = [];
    running = await startPostgres({
      dataDir: join(directory, "data"),
      settings,
      log: (line) => lines.push(line),
    });
    await first.exited;
    expect(lines.join()).toMatch(/earlier start/);
    expect(await ask(running.url("kept"), (sql) => sql`select word from letters`)).toEqual([
      { word: "dear" },
    ]);
  });

  it("leaves no server behind whose owner cannot log in", async () => {
    await running?.stop();
    const folder = openFolder(directory);
    const data = join(directory, "postgres");
    renameSync(join(directory, "data"), data);
    const password = readFileSync(join(data, "owner.password"));
    writeFileSync(join(data, "owner.password"), "guess");
    await expect(launchPostgres(folder, await freePort(), () => {})).rejects.toMatchObject({
      message: expect.stringMatching(/server\.log/),
      cause: { message: expect.stringMatching(/authentication failed/) },
    });
    expect(existsSync(join(data, "cluster", "postmaster.pid"))).toBe(false);
    writeFileSync(join(data, "owner.password"), password);
    renameSync(data, join(directory, "data"));
    running = await startPostgres({ dataDir: join(directory, "data"), settings });
  });

  it("recovers after a SIGKILL of the server", async () => {
    if (!running) throw new Error("needs the server of the first test");
    process.kill(running.pid, "SIGKILL");
    await running.exited;
    await expect
      .poll(
        async () => {
          running = await startPostgres({ dataDir: join(directory, "data"), settings });
          return ask(running.url("kept"), (sql) => sql`select word from letters`);
        },
        { interval: 500 },
      )
      .toEqual([{ word: "dear" }]);
  });

  it("says where the log is when it cannot start", async () => {
    const attempt = startPostgres({
      dataDir: join(directory, "broken"),
      settings: { shared_buffers: "much" },
    });
    await expect(attempt).rejects.toThrow(/broken\/server\.log[\s\S]*shared_buffers/);
  });

  it.runIf(isRoot)("moves out of a folder that the server's user cannot enter, and says so", async () => {
    const closed = join(directory, "closed");
    const refuge = join(directory, "refuge");
    mkdirSync(closed, { mode: 0o700 });
    const lines: string[] = [];
    const options = {
      dataDir: join(closed, "data"),
      refuge,
      settings,
      log: (line: string) => lines.push(line),
    };
    const first = await startPostgres(options);
    await ensureDatabases(first.ownerUrl, ["kept"]);
    await first.stop();
    const again = await startPostgres(options);
    const names = await ask(
      again.ownerUrl,
      (sql) => sql`select datname from pg_database where datname = 'kept'`,
    );
    await again.stop();
    expect(names).toHaveLength(1);
    expect(lines.filter((line) => line.includes("is kept in"))).toHaveLength(1);
    expect(readFileSync(join(closed, "data", "moved-to"), "utf8")).toContain(refuge);
    expect(existsSync(join(closed, "data", "cluster"))).toBe(false);
  });
});
