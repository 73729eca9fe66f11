import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { withOffice } from "@/lib/db/tenant";
import { type CardInput, cardSchema } from "@/lib/members/input";
import { getMember } from "@/lib/members/queries";
import { cardsSharingAddress, twinsOf } from "@/lib/members/same-address";
import { createMember } from "@/lib/members/write";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";
import { Program } from "@/tests/support/program";

let arrange: Program;
let office: string;
beforeAll(async () => {
  arrange = await Program.open();
});
beforeEach(async () => {
  office = (await arrange.office()).id;
});
afterAll(() => arrange.close());

const GOSTA = { firstName: "Gösta", lastName: "Öst", email: "gosta@exempel.fi" };

const add = (input: CardInput, to = office) =>
  withOffice(to, (tx) => createMember(tx, to, ANNA, cardSchema.parse(input), "sv"));

const twins = (input: CardInput) => withOffice(office, (tx) => twinsOf(tx, office, cardSchema.parse(input)));

it("names the first few cards that share an address, and counts all", async () => {
  const id = await add(GOSTA);
  const shared = () =>
    withOffice(office, async (tx) => cardsSharingAddress(tx, office, await getMember(tx, office, id)));
  await add(GOSTA, (await arrange.office()).id);
  expect(await shared()).toEqual({ count: 0, cards: [] });
  for (const firstName of ["Dag", "Ada", "Bo", "Cia"]) await add({ ...GOSTA, firstName });
  const { count, cards } = await shared();
  expect(count).toBe(4);
  expect(cards.map(({ name }) => name)).toEqual(["Ada Öst", "Bo Öst", "Cia Öst"]);
});

it("knows a card of the same person by name and address", async () => {
  const id = await add(GOSTA);
  const found = [{ id, name: "Gösta Öst" }];
  expect(await twins(GOSTA)).toEqual(found);
  expect(await twins({ firstName: "GÖSTA", lastName: " öst", email: "Gosta@Exempel.fi" })).toEqual(found);
  expect(await twins({ ...GOSTA, organisation: "Öst Ab" })).toEqual(found);
  for (const other of [
    { firstName: "Gun" },
    { lastName: "Väst" },
    { email: "" },
    { email: "g@exempel.fi" },
  ]) {
    expect(await twins({ ...GOSTA, ...other })).toEqual([]);
  }
});

it("knows it also when two add the person at once", async () => {
  const gosta = cardSchema.parse(GOSTA);
  let second = Promise.resolve<unknown>(undefined);
  await withOffice(office, async (tx) => {
    expect(await twinsOf(tx, office, gosta)).toEqual([]);
    second = withOffice(office, (other) => twinsOf(other, office, gosta));
    await lockWaits(arrange.sql);
    await createMember(tx, office, ANNA, gosta, "sv");
  });
  expect(await second).toHaveLength(1);
});

it("tells organisations with one address apart", async () => {
  const shop = { organisation: "Byns butik", email: "info@exempel.fi" };
  const id = await add(shop);
  expect(await twins(shop)).toEqual([{ id, name: "Byns butik" }]);
  expect(await twins({ ...shop, organisation: "Byns kafé" })).toEqual([]);
});

it("sees nothing of other offices", async () => {
  await add(GOSTA, (await arrange.office()).id);
  expect(await twins(GOSTA)).toEqual([]);
});
