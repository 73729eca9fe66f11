import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { users } from "@/lib/db/schema/users";
import { asAuth } from "@/lib/db/tenant";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  useTestEnv(database);
});
afterAll(async () => {
  await closeDatabase();
  await database.close();
});

/** Everything that a log could write of an error, its causes included. */
function everything(error: unknown): string {
  const told: string[] = [];
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    for (const name of Object.getOwnPropertyNames(e)) told.push(String(Reflect.get(e, name)));
  }
  return told.join("\n");
}

test("an error of the database tells what failed, and nothing of what it was about", async () => {
  const secret = "hemlig@exempel.fi";
  const hash = "$argon2id$hash-of-somebody";
  await asAuth((tx) => tx.insert(users).values({ email: secret, passwordHash: hash }));
  const doubled = () => asAuth((tx) => tx.insert(users).values({ email: secret, passwordHash: hash }));
  const wrong = () => asAuth((tx) => tx.execute(sql`select ${secret}::uuid`));
  for (const refusal of [doubled, wrong]) {
    const error = await refusal().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    expect(everything(error)).toMatch(/insert into "users"|select \$1::uuid/);
    expect(everything(error)).not.toContain(hash);
    expect((error as Error).message).not.toContain(secret);
  }
  const error = await asAuth((tx) => tx.insert(users).values({ email: secret })).catch((e: unknown) => e);
  expect(everything(error)).not.toContain(secret);
  expect(everything(error)).toContain("users_email_unique");
});
