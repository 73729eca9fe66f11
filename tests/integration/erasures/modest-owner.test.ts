import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase } from "@/lib/db/client";
import { withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { blankCard } from "@/lib/log-book/blank";
import { cardSchema } from "@/lib/members/input";
import { createMember } from "@/lib/members/write";
import { ANNA } from "@/tests/support/actor";
import { useTestEnv } from "@/tests/support/env";
import { createModestDatabase, type ModestDatabase } from "@/tests/support/modest-owner";
import { Arrange } from "@/tests/support/offices";

let database: ModestDatabase;
let arrange: Arrange;
beforeAll(async () => {
  database = await createModestDatabase();
  useTestEnv(database);
  arrange = new Arrange(database);
});
afterAll(async () => {
  await closeDatabase();
  await arrange?.close();
  await database?.close();
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
