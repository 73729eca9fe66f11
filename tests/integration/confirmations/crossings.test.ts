import { afterAll, beforeAll, expect, test } from "vitest";
import { confirmAddress, refuseAddress } from "@/lib/confirmations/link";
import { withOffice } from "@/lib/db/tenant";
import { cardSchema } from "@/lib/members/input";
import { createMember } from "@/lib/members/write";
import { Asked } from "@/tests/integration/confirmations/asked";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";

let asked: Asked;
beforeAll(async () => {
  asked = await Asked.open();
});
afterAll(() => asked.close());

async function askedOf(address: string) {
  const office = await asked.office();
  const id = await asked.card(office, { email: address });
  return { office, id, token: await asked.mail(office, { cards: [id], address }) };
}

test("of a yes and a no at the same moment the no stays", async () => {
  for (let round = 0; round < 5; round++) {
    const { id, token } = await askedOf(`nils${round}@example.org`);
    const [, refused] = await Promise.all([confirmAddress(token), refuseAddress(token)]);
    expect(refused.state).toBe("refused");
    expect(await asked.statuses(id)).toEqual(["problem_unsubscribed"]);
  }
});

test("who says yes while a no is being written down is told of the no", async () => {
  const address = "eva@example.org";
  const { office, id, token } = await askedOf(address);
  let answer: ReturnType<typeof confirmAddress> | undefined;
  await asked.sql.begin(async (sql) => {
    await sql`update members set email_status = 'problem_unsubscribed' where id = ${id}`;
    await sql`
      insert into address_problems (office_id, address, problem) values (${office.id}, ${address}, 'problem_unsubscribed')`;
    answer = confirmAddress(token);
    await lockWaits(asked.sql);
  });
  expect((await answer)?.state).toBe("refused");
});

test("a no holds for a card with the address that is being added at that moment", async () => {
  const address = "ida@example.org";
  const { office, token } = await askedOf(address);
  let refusal: ReturnType<typeof refuseAddress> | undefined;
  const added = await withOffice(office.id, async (tx) => {
    const card = cardSchema.parse({ lastName: "Ny", email: address });
    const id = await createMember(tx, office.id, ANNA, card, "sv");
    refusal = refuseAddress(token);
    await lockWaits(asked.sql);
    return id;
  });
  expect((await refusal)?.state).toBe("refused");
  expect(await asked.statuses(added)).toEqual(["problem_unsubscribed"]);
});
