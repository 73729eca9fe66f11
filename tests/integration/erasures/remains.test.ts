import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { withOffice } from "@/lib/db/tenant";
import { eraseMember } from "@/lib/erasures/erase";
import { type CardInput, cardSchema } from "@/lib/members/input";
import { createMember, deleteMember } from "@/lib/members/write";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";
import { ANNA } from "@/tests/support/actor";

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

const _statusOf = async (id: string) =>
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
