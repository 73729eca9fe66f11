import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { blankCard } from "@/lib/log-book/blank";
import { cardSchema } from "@/lib/members/input";
import { createMember } from "@/lib/members/write";
import { ANNA } from "@/tests/support/actor";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";
import { Arrange } from "@/tests/support/offices";

/** In production the owner of the tables is no superuser: row-level security holds for it too. */
let database: TestDatabase;
let arrange: Arrange;
const owner = `owner_${randomBytes(4).toString("hex")}`;
beforeAll(async () => {
  database = await createDatabase({ migrated: false });
  const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  /* Roles are the server's: on a fresh one the superuser makes those that are missing. */
  for (const role of ["office", "auth", "system"]) {
    await sql.unsafe(`create role ${role} nologin noinherit`).catch(() => {});
  }
  await sql.unsafe(`create role ${owner} login createrole password '${owner}'`);
  await sql.unsafe(`alter database ${new URL(database.ownerUrl).pathname.slice(1)} owner to ${owner}`);
  await sql.unsafe(`alter schema public owner to ${owner}`);
  const url = new URL(database.ownerUrl);
  url.username = owner;
  url.password = owner;
  await migrate({ ownerUrl: url.href, appUrl: database.appUrl });
  await sql.end();
  useTestEnv(database);
  arrange = new Arrange(database);
});
afterAll(async () => {
  await closeDatabase();
  await arrange?.close();
  const url = new URL(database.ownerUrl);
  await database.close();
  url.pathname = "/postgres";
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  await sql.unsafe(`drop role ${owner}`);
  await sql.end();
});

test("the name of an erased card leaves the log of its office, and no other name does", async () => {
  const [own, other] = [(await arrange.office()).id, (await arrange.office()).id];
  const add = (to: string) =>
    withOffice(to, (tx) =>
      createMember(tx, to, ANNA, cardSchema.parse({ firstName: "Eva", lastName: "Ek" }), "sv"),
    );
  const [eva, stays, theirs] = [await add(own), await add(own), await add(other)];
  await eraseMember(own, ANNA, eva);
  /* Not erased, or of another office: nothing happens. */
  await withOffice(own, (tx) => blankCard(tx, stays));
  await withOffice(own, (tx) => blankCard(tx, theirs));
  await withOffice(other, (tx) => blankCard(tx, eva));
  const rows = await arrange.sql`select object_id, act, object_name from log_entries order by at`;
  expect(rows.map(({ object_id, act, object_name }) => [object_id, act, object_name])).toEqual([
    [eva, "card.created", ""],
    [stays, "card.created", "Eva Ek"],
    [theirs, "card.created", "Eva Ek"],
    [eva, "card.erased", ""],
  ]);
});
