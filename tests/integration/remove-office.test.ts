import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asAuth } from "@/lib/db/tenant";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

test("an office goes with all that hangs on it, and takes nothing of another", async () => {
  const [going, staying] = [await desk.arrange.office(), await desk.arrange.office()];
  for (const office of [going, staying]) {
    await desk.arrange.members(office.id, [{ email: `a@${office.slug}.example` }, { email: null }]);
    const { mailingId, total } = await desk.prepared(office.id, 1);
    await desk.sendAll(office.id, mailingId, total);
    await desk.drainUntilQuiet(mailingId);
  }
  await asAuth((tx) => tx.execute(sql`delete from offices where id = ${going.id}`));
  for (const table of [
    "members",
    "member_counts",
    "mailings",
    "mailing_counts",
    "messages",
    "attempts",
    "facts",
  ]) {
    const rows = await desk.sql`select distinct office_id from ${desk.sql(table)}`;
    expect(
      rows.map(({ office_id }) => office_id),
      table,
    ).toEqual([staying.id]);
  }
  const counts = await desk.sql`select status, count from member_counts order by status`;
  expect([...counts]).toEqual([
    { status: "confirmed", count: 1 },
    { status: "none", count: 1 },
  ]);
});
