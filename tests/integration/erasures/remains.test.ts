import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { finishErasures } from "@/lib/erasures/finish";
import { signLink } from "@/lib/links/token";
import { type CardInput, cardSchema } from "@/lib/members/input";
import { createMember, deleteMember } from "@/lib/members/write";
import { tidyUp } from "@/lib/tidy-up";
import { readUnsubscription, unsubscribe } from "@/lib/unsubscriptions/link";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";
import { tracesOf } from "@/tests/support/traces";

let desk: Desk;
let office: string;
let number = 0;
let address: string;
beforeAll(async () => {
  desk = await openDesk();
});
beforeEach(async () => {
  office = (await desk.arrange.office()).id;
  number++;
  address = `orjan${number}@sarskild${number}.example`;
});
afterAll(() => desk?.close());

function add(input: CardInput = {}, of = office): Promise<string> {
  const card = cardSchema.parse({ firstName: "Örjan", lastName: "Ek", email: address, ...input });
  return withOffice(of, (tx) => createMember(tx, of, ANNA, card, "sv"));
}

async function confirmed(input: CardInput = {}, of = office): Promise<string> {
  const id = await add(input, of);
  await desk.sql`update members set email_status = 'confirmed' where id = ${id}`;
  return id;
}

const statusOf = async (id: string) =>
  (await desk.sql`select email_status from members where id = ${id}`)[0]?.email_status;

const remove = (id: string, of = office) => withOffice(of, (tx) => deleteMember(tx, of, ANNA, id));

test("a double that was only removed is taken out of what the family got too", async () => {
  const double = await confirmed({ lastName: "Särskildsson" });
  await confirmed({ firstName: "Nils" });
  const { mailingId } = await desk.prepared(office, 1, { onePerAddress: true });
  await remove(double);
  const again = await confirmed({ lastName: "Särskildsson" });
  await eraseMember(office, ANNA, again);
  const [message] = await desk.sql`
    select name, values ->> 'name' as full, address, stopped from messages where mailing_id = ${mailingId}`;
  expect(message).toEqual({ name: "Ek, Nils", full: "Nils Ek", address, stopped: null });
});

test("an address that others have is known as long as they have it, and a refusal beyond that", async () => {
  const other = (await desk.arrange.office()).id;
  const theirs = await confirmed({}, other);
  const id = await confirmed();
  const { mailingId, total } = await desk.prepared(office, 1);
  await desk.sendAll(office, mailingId, total);
  await desk.drainUntilQuiet(mailingId);
  const [message] = await desk.sql`select id from messages where mailing_id = ${mailingId}`;
  const token = signLink("unsubscribe", message?.id, 1);
  await eraseMember(office, ANNA, id);
  await unsubscribe(token);
  await tidyUp();
  expect(await tracesOf(desk.sql, address)).toEqual(["erased_addresses", "members", "suppressions"]);

  await remove(theirs, other);
  await tidyUp();
  expect(await tracesOf(desk.sql, address)).toEqual([]);
  expect((await readUnsubscription(token)).state).toBe("unsubscribed");
  expect(await statusOf(await add())).toBe("problem_unsubscribed");
  expect(await statusOf(await add({}, other))).toBe("problem_blocked");
});

test("an erasure that cannot be finished keeps no other waiting", async () => {
  const [stuck] = await desk.sql`
    insert into erasures (member_id, office_id, addresses, message_ids, due_at)
    select gen_random_uuid(), ${office}, array[${address}], '{}', now() - n * interval '1 minute'
    from generate_series(2, 1, -1) n returning member_id as id`;
  await desk.sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'stuck'; end $$;
    create trigger stuck before delete on erasures for each row
    when (old.member_id = '${stuck?.id}') execute function refuse()`);
  await expect(finishErasures()).rejects.toThrow();
  await desk.sql`drop function refuse cascade`;
  const left = await desk.sql`select member_id as id from erasures where office_id = ${office}`;
  expect(left.map(({ id }) => id)).toEqual([stuck?.id]);
});
