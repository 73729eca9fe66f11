import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createDatabase, type TestDatabase } from "../../support/database";
import { mailTo, startResend } from "../../support/resend-server";

let database: TestDatabase;
let server: Awaited<ReturnType<typeof startResend>>;
/** What the server goes by. It stands still here: on a busy machine five calls may take a second. */
const clock = vi.spyOn(performance, "now");

beforeAll(async () => {
  database = await createDatabase({ migrated: false });
  server = await startResend(database.ownerUrl, { rate: 3 });
});

afterAll(async () => {
  clock.mockRestore();
  await server.stop();
  await database.close();
});

test("the fourth call in a second is refused and sends nothing, and the next second takes calls again", async () => {
  clock.mockReturnValue(60_000);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => server.resend.emails.send(mailTo("anna@example.fi"))),
  );
  const refused = answers.filter(({ error }) => error !== null);
  expect(refused).toHaveLength(2);
  expect(refused[0]?.error).toMatchObject({ statusCode: 429, name: "rate_limit_exceeded" });
  expect(refused[0]?.headers).toMatchObject({
    "ratelimit-limit": "3",
    "ratelimit-remaining": "0",
    "retry-after": "1",
  });
  const remaining = answers
    .filter(({ error }) => error === null)
    .map(({ headers }) => headers?.["ratelimit-remaining"]);
  expect(remaining.sort()).toEqual(["0", "1", "2"]);
  const count = await (await fetch(`${server.url}/_outbox/count`)).json();
  expect(count).toMatchObject({ total: 3 });
  clock.mockReturnValue(61_000);
  expect((await server.resend.emails.list()).error).toBeNull();
});
