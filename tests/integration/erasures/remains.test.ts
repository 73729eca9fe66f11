import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { withOffice } from "@/lib/db/tenant";
import { finishErasures } from "@/lib/erasures/finish";
import { signLink } from "@/lib/links/token";
import { deleteMember } from "@/lib/members/write";
import { tidyUp } from "@/lib/tidy-up";
import { readUnsubscription, unsubscribe } from "@/lib/unsubscriptions/link";
import { ANNA } from "@/tests/support/actor";
import { tracesOf } from "@/tests/support/traces";
import { OnePerson } from "./one-person";

let one: OnePerson;
beforeAll(async () => {
  one = await OnePerson.open();
});
beforeEach(() => one.next());
afterAll(() => one?.desk.close());

const remove = (id: string, of = one.office) => withOffice(of, (tx) => deleteMember(tx, of, ANNA, id));

test("a double that was only removed is taken out of what the family got too", async () => {
  const double = await one.confirmed({ lastName: "Särskildsson" });
  await one.confirmed({ firstName: "Nils", lastName: "Ek" });
  const { mailingId } = await one.desk.prepared(one.office, 1, { onePerAddress: true });
  await remove(double);
  const again = await one.confirmed({ lastName: "Särskildsson" });
  await one.erase(again);
  const [message] = await one.desk.sql`
    select name, values ->> 'name' as full, address, stopped from messages where mailing_id = ${mailingId}`;
  expect(message).toEqual({ name: "Ek, Nils", full: "Nils Ek", address: one.address, stopped: null });
});

test("what a double that was only removed got is blanked also where it was written to another name", async () => {
  const double = await one.confirmed({ firstName: "Pappa", lastName: "Ek" });
  const mailingId = await one.mailed();
  await remove(double);
  await one.erase(await one.add());
  expect(await one.messageOf(mailingId)).toMatchObject({ name: "", address: "" });
  expect(await one.left()).toEqual([]);
});

test("what a family got that has another address now is not the next person's who has the old one", async () => {
  const removed = await one.confirmed({ firstName: "Nils", lastName: "Ek" });
  const moved = await one.confirmed({ firstName: "Maja", lastName: "Ek" });
  const mailingId = await one.mailed(1, { onePerAddress: true });
  await remove(removed);
  await one.desk.sql`update members set email = 'maja@example.org' where id = ${moved}`;
  await one.erase(await one.add());
  expect(await one.messageOf(mailingId)).toMatchObject({ name: "Ek, Maja · Ek, Nils", address: one.address });
});

test("an address that others have is known as long as they have it, and a refusal beyond that", async () => {
  const other = (await one.desk.arrange.office()).id;
  const theirs = await one.confirmed({}, other);
  const id = await one.confirmed();
  const { mailingId, total } = await one.desk.prepared(one.office, 1);
  await one.desk.sendAll(one.office, mailingId, total);
  await one.desk.drainUntilQuiet(mailingId);
  const [message] = await one.desk.sql`select id from messages where mailing_id = ${mailingId}`;
  const token = signLink("unsubscribe", message?.id, 1);
  await one.erase(id);
  await unsubscribe(token);
  await tidyUp();
  expect(await tracesOf(one.desk.sql, one.address)).toEqual(["erased_addresses", "members", "suppressions"]);

  await remove(theirs, other);
  await tidyUp();
  expect(await tracesOf(one.desk.sql, one.address)).toEqual([]);
  expect((await readUnsubscription(token)).state).toBe("unsubscribed");
  expect(await one.statusOf(await one.add())).toBe("problem_unsubscribed");
  expect(await one.statusOf(await one.add({}, other))).toBe("problem_blocked");
});

test("what the office knows of an address holds for the others in the family as it was", async () => {
  const id = await one.confirmed();
  const token = await one.linkOf(await one.mailed());
  const nils = await one.confirmed({ firstName: "Nils", lastName: "Ek" });
  await unsubscribe(token);
  await one.erase(id);
  await tidyUp();
  expect(await one.statusOf(nils)).toBe("problem_unsubscribed");
  expect(await one.desk.sql`select problem from suppressions where address = ${one.address}`).toEqual([
    { problem: "problem_unsubscribed" },
  ]);
});

test("erasures that cannot be finished keep no other waiting, however many they are", async () => {
  await one.desk.sql`
    insert into erasures (member_id, office_id, addresses, message_ids, due_at)
    select gen_random_uuid(), ${one.office}, array[case when n = 0 then 'b@b.fi' else 'stuck@b.fi' end], '{}',
      now() - (n + 1) * interval '1 minute' from generate_series(0, 110) n`;
  await one.desk.sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'stuck'; end $$;
    create trigger stuck before delete on erasures for each row
    when (old.addresses = '{stuck@b.fi}') execute function refuse()`);
  const left = async () =>
    (await one.desk.sql`select addresses from erasures where office_id = ${one.office}`).flatMap(
      ({ addresses }) => addresses,
    );
  await expect(finishErasures()).rejects.toThrow();
  expect(await left()).toContain("b@b.fi");
  await expect(finishErasures()).rejects.toThrow();
  expect(await left()).toEqual(Array(110).fill("stuck@b.fi"));
  await one.desk.sql`drop function refuse cascade`;
});
