import { afterEach, beforeEach, expect, test } from "vitest";
import { type JobServer, startJobServer } from "@/embedded/inngest/server";
import { type Database, openPool } from "@/embedded/inngest/sql";
import { createDatabase, type TestDatabase } from "../../support/database";
import { createClient, keys, post, TestApp } from "./harness";

/** What a call has done is written down, and no call is forgotten, whatever happens to the server meanwhile. */

let database: TestDatabase;
let sql: Database;
let app: TestApp;
let server: JobServer;
let client: ReturnType<typeof createClient>;
/** How often the function's one step has begun. */
let begun: number;
let letGo: () => void;

beforeEach(async () => {
  database = await createDatabase({ migrated: false });
  sql = openPool(database.ownerUrl, 2);
  app = new TestApp();
  await app.listen();
  server = await startJobServer({ ...keys, databaseUrl: database.ownerUrl, port: 0, appUrl: app.url });
  client = createClient(server.url, false);
  begun = 0;
  const goOn = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const work = client.createFunction({ id: "work", triggers: [{ event: "t/work" }] }, ({ step }) =>
    step.run("one", () => {
      begun++;
      return goOn;
    }),
  );
  app.use(client, [work]);
  expect((await post(`${server.url}/sync`)).status).toBe(200);
});
afterEach(async () => {
  await server.stop();
  await app.close();
  await sql.end();
  await database.close();
});

const begins = () => expect.poll(() => begun, { interval: 10 }).toBe(1);
const ends = () => expect.poll(states, { interval: 25 }).toEqual(["completed"]);
const states = async () =>
  (await sql<{ status: string }>`select status from inngest_server.runs`).map(({ status }) => status);

test("a step whose end the database does not take for a moment is not run again", async () => {
  await sql`create sequence refused`;
  await sql`
    create function refuse() returns trigger language plpgsql as
    $$ begin if nextval('refused') > 0 then raise exception 'away'; end if; return new; end $$`;
  await sql`create trigger refuse before insert on inngest_server.steps for each row execute function refuse()`;
  await client.send({ name: "t/work" });
  await begins();
  letGo();
  const tries = async () => {
    const [row] = await sql<{ last: number | null }>`
      select last_value::int as last from pg_sequences where sequencename = 'refused'`;
    return row?.last;
  };
  await expect.poll(tries, { interval: 25 }).toBeGreaterThan(0);
  await sql`drop function refuse cascade`;
  await ends();
  expect(begun).toBe(1);
});

test("a call that the server has claimed without knowing it is made all the same", async () => {
  await client.send({ name: "t/work", ts: Date.now() + 3_600_000 });
  letGo();
  await sql`
    update inngest_server.jobs set due_at = now(), owner = (select id from inngest_server.instances)`;
  await ends();
});
