import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "@/embedded/postgres/free-port";
import { createDatabase, type TestDatabase } from "../../support/database";
import { createClient, endedRuns, keys, post, TestApp } from "./harness";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("a job server in a process of its own", () => {
  const ran: string[] = [];
  let port: number;
  let url: string;
  /** Ends the step that takes long. */
  let letGo: () => void;
  let longStep: Promise<void>;
  let database: TestDatabase;
  let sql: postgres.Sql;
  let app: TestApp;
  let server: ChildProcess | undefined;

  async function startServer(): Promise<void> {
    const child = spawn(process.execPath, ["--import", "tsx", "embedded/inngest/main.ts"], {
      cwd: root,
      env: {
        ...process.env,
        JOBS_DATABASE_URL: database.ownerUrl,
        JOBS_PORT: String(port),
        JOBS_APP_URL: app.url,
        INNGEST_EVENT_KEY: keys.eventKey,
        INNGEST_SIGNING_KEY: keys.signingKey,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    server = child;
    const [line] = await once(child.stdout, "data");
    expect(String(line)).toBe(`jobs ready ${url}\n`);
  }

  async function endServer(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    if (!server || server.exitCode !== null) return null;
    const exited = once(server, "exit");
    server.kill(signal);
    const [code] = await exited;
    server = undefined;
    return code;
  }

  const times = (name: string) => ran.filter((other) => other === name).length;
  const begins = (name: string, time = 1) => expect.poll(() => times(name), { interval: 10 }).toBe(time);

  beforeAll(async () => {
    port = await freePort();
    url = `http://127.0.0.1:${port}`;
  });
  beforeEach(async () => {
    ran.length = 0;
    longStep = new Promise((end) => {
      letGo = end;
    });
    database = await createDatabase({ migrated: false });
    sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
    app = new TestApp();
    await app.listen();
    await startServer();
  });
  afterEach(async () => {
    await endServer("SIGKILL");
    await app.close();
    await sql.end({ timeout: 1 });
    await database.close();
  });

  async function serveSteps(checkpointing: boolean): Promise<ReturnType<typeof createClient>> {
    const client = createClient(url, checkpointing);
    const step = (name: string, done: () => Promise<unknown>) => async () => {
      ran.push(name);
      await done();
      return name;
    };
    const short = () => pause(10);
    app.use(client, [
      client.createFunction(
        { id: "several", triggers: [{ event: "t/several" }], retries: 0 },
        async (ctx) => {
          await ctx.step.run("one", step("one", short));
          await ctx.step.run("two", step("two", short));
          await ctx.step.run(
            "three",
            step("three", () => longStep),
          );
          return ctx.step.run("four", step("four", short));
        },
      ),
    ]);
    expect((await post(`${url}/sync`)).status).toBe(200);
    return client;
  }

  it.each([true, false])(
    "killed in a step (checkpointing %s), runs that step again and no finished one",
    async (checkpointing) => {
      const client = await serveSteps(checkpointing);
      await client.send({ name: "t/several" });
      await begins("three");
      await endServer("SIGKILL");
      await startServer();
      await begins("three", 2);
      letGo();
      const [run] = await endedRuns(sql, "probe-several");
      expect(run).toMatchObject({ status: "completed", output: "four" });
      expect([times("one"), times("two"), times("three"), times("four")]).toEqual([1, 1, 2, 1]);
    },
  );

  it("killed again and again loses no run", async () => {
    const client = await serveSteps(true);
    const events = Array.from({ length: 300 }, (_, i) => ({ name: "t/counted", data: { i } }));
    app.use(client, [
      client.createFunction(
        { id: "counted", triggers: [{ event: "t/counted" }], retries: 0 },
        async (ctx) => {
          await ctx.step.run("a", () => pause(5));
          await Promise.all([ctx.step.run("b", () => pause(5)), ctx.step.run("c", () => pause(5))]);
          return ctx.event.data.i;
        },
      ),
    ]);
    await post(`${url}/sync`);
    await client.send(events);
    for (let kills = 0; kills < 3; kills++) {
      await pause(400);
      await endServer("SIGKILL");
      await startServer();
    }
    const runs = await endedRuns(sql, "probe-counted", 300, 60_000);
    expect(runs.every(({ status }) => status === "completed")).toBe(true);
    expect(new Set(runs.map(({ output }) => output)).size).toBe(300);
    expect(await sql`select from inngest_server.jobs`).toHaveLength(0);
  });

  it("outlasts an app that is away without using up retries", async () => {
    const client = await serveSteps(true);
    await client.send({ name: "t/several" });
    await begins("three");
    await app.close();
    await pause(1_500);
    await app.listen();
    letGo();
    const [run] = await endedRuns(sql, "probe-several");
    expect(run).toMatchObject({ status: "completed", output: "four" });
    expect(times("one")).toBe(1);
  });

  it("outlasts a database that drops its connections", async () => {
    const client = await serveSteps(true);
    await client.send({ name: "t/several" });
    await begins("three");
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'brevduva-jobs'`;
    letGo();
    const [run] = await endedRuns(sql, "probe-several");
    expect(run).toMatchObject({ status: "completed", output: "four" });
    expect(ran).toEqual(["one", "two", "three", "four"]);
    const locks = () => sql`
      select from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and a.application_name = 'brevduva-jobs'`;
    await expect.poll(async () => (await locks()).length).toBe(1);
  });

  it("outlasts a database that drops its connections again and again under load", async () => {
    const client = createClient(url);
    app.use(client, [
      client.createFunction({ id: "loaded", triggers: [{ event: "t/loaded" }], retries: 0 }, async (ctx) => {
        await ctx.step.run("a", () => pause(2));
        await Promise.all([ctx.step.run("b", () => pause(2)), ctx.step.run("c", () => pause(2))]);
        return ctx.event.data.i;
      }),
    ]);
    await post(`${url}/sync`);
    await client.send(Array.from({ length: 200 }, (_, i) => ({ name: "t/loaded", data: { i } })));
    for (let breaks = 0; breaks < 12; breaks++) {
      await pause(200);
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'brevduva-jobs'`;
    }
    const runs = await endedRuns(sql, "probe-loaded", 200, 60_000);
    expect(runs.every(({ status }) => status === "completed")).toBe(true);
    expect(new Set(runs.map(({ output }) => output)).size).toBe(200);
  });

  it("stops on SIGTERM by itself and leaves what is under way to the next", async () => {
    const client = await serveSteps(true);
    await client.send({ name: "t/several" });
    await begins("three");
    expect(await endServer("SIGTERM")).toBe(0);
    const [owned] = await sql`select count(*)::int as count from inngest_server.jobs where owner is not null`;
    expect(owned?.count).toBe(0);
    letGo();
    await startServer();
    expect(await endedRuns(sql, "probe-several")).toMatchObject([{ status: "completed" }]);
  });

  it("shares the work with a second server, and each cron tick and limit with it", async () => {
    const client = createClient(url);
    let underWay = 0;
    let most = 0;
    app.use(client, [
      client.createFunction(
        { id: "shared", triggers: [{ event: "t/shared" }], concurrency: { limit: 3 } },
        async () => {
          underWay++;
          most = Math.max(most, underWay);
          /* Until the limit was reached, on a slow machine too; or not for ever. */
          for (let waited = 0; most < 3 && waited < 1_000; waited++) await pause(10);
          await pause(20);
          underWay--;
        },
      ),
      client.createFunction({ id: "tick", triggers: [{ cron: "0 0 1 1 *" }] }, () => "tick"),
    ]);
    await post(`${url}/sync`);
    const { startJobServer } = await import("@/embedded/inngest/server");
    const second = await startJobServer({
      ...keys,
      databaseUrl: database.ownerUrl,
      port: 0,
      appUrl: app.url,
    });
    try {
      await client.send(Array.from({ length: 60 }, () => ({ name: "t/shared" })));
      await sql`update inngest_server.crons set next_at = now()`;
      await endedRuns(sql, "probe-shared", 60);
      expect(most).toBe(3);
      expect(await endedRuns(sql, "probe-tick")).toHaveLength(1);
    } finally {
      await second.stop();
    }
  });
});
