import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { NotFound, Unavailable } from "@/lib/errors";
import { Program } from "@/tests/support/program";

let arrange: Program;
let office: string;
beforeAll(async () => {
  arrange = await Program.open();
  office = (await arrange.office()).id;
});
afterAll(() => arrange.close());

test("two who wait for each other both come through", async () => {
  const [one = "", two = ""] = await arrange.members(office, [{ email: null }, { email: null }]);
  const note = (tx: Tx, id: string) =>
    tx.execute(sql`update members set notes = notes || 'x' where id = ${id}`);
  const both = [
    [one, two],
    [two, one],
  ].map(([first = "", second = ""]) =>
    withOffice(office, async (tx) => {
      await note(tx, first);
      await tx.execute(sql`select pg_sleep(0.2)`);
      await note(tx, second);
    }),
  );
  await Promise.all(both);
  expect(await arrange.sql`select notes from members where office_id = ${office}`).toEqual([
    { notes: "xx" },
    { notes: "xx" },
  ]);
});

test("what fails each time is given up", async () => {
  let runs = 0;
  const never = withOffice(office, async () => {
    runs++;
    throw Object.assign(new Error("again"), { code: "40001" });
  });
  await expect(never).rejects.toThrow("again");
  expect(runs).toBe(5);
});

test("what was lost while it was committed does not run again: it may have been done", async () => {
  await arrange.sql.unsafe(`
    create function end_at_commit() returns trigger language plpgsql security definer as $$
    begin
      perform pg_terminate_backend(pg_backend_pid());
      perform pg_sleep(1);
      return null;
    end $$;
    create constraint trigger end_at_commit after update on members deferrable initially deferred
      for each row execute function end_at_commit()`);
  const [id = ""] = await arrange.members(office, [{ email: null }]);
  let runs = 0;
  const lost = withOffice(office, async (tx) => {
    runs++;
    await tx.execute(sql`update members set notes = 'x' where id = ${id}`);
  });
  await expect(lost).rejects.toThrow(Unavailable);
  expect(runs).toBe(1);
  await arrange.sql`drop trigger end_at_commit on members`;
});

test("nothing is taken for done that the database has rolled back", async () => {
  const swallowed = withOffice(office, async (tx) => {
    await tx.execute(sql`select 1 / 0`).catch(() => {});
  });
  await expect(swallowed).rejects.toThrow();
});

test.each(["", "x", "'", `${"0".repeat(8)}-0000-4000-8000-${"0".repeat(12)}'; commit; --`])(
  "what is no id is no office: %j",
  async (id) => {
    await expect((async () => withOffice(id, async () => "in"))()).rejects.toThrow(NotFound);
  },
);
