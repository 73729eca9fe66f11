import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rememberProblems } from "@/lib/addresses/mark";
import { isNotMe } from "@/lib/addresses/not-me";
import type { Problem } from "@/lib/addresses/status";
import { confirmAddress, readConfirmation, refuseAddress } from "@/lib/confirmations/link";
import { asSystem, withOffice } from "@/lib/db/tenant";
import { getMember } from "@/lib/members/queries";
import { showProblems } from "@/lib/members/show-problems";
import { Asked } from "@/tests/integration/confirmations/asked";
import type { TestOffice } from "@/tests/support/offices";

let asked: Asked;
let office: TestOffice;
let address: string;
beforeAll(async () => {
  asked = await Asked.open();
});
beforeEach(async () => {
  office = await asked.office();
  address = `eva-${office.id.slice(0, 8)}@example.org`;
});
afterAll(() => asked.close());

const stateOf = async (token: string) => (await readConfirmation(token)).state;
const card = (email = address, of = office) => asked.card(of, { email });
const mail = (cards: string[], more: object = {}, of = office) => asked.mail(of, { cards, address, ...more });

describe("“Det var inte jag”", () => {
  it("silences this office's cards with the address, also confirmed ones, and no other office", async () => {
    const [eva, nils, ida] = [await card(), await card(), await card(`ida-${address}`)];
    const other = await asked.office("Annan förening");
    const elsewhere = await card(address, other);
    const elsewhereToken = await mail([elsewhere], {}, other);
    await confirmAddress(await mail([nils]));
    const token = await mail([eva]);
    expect((await refuseAddress(token)).state).toBe("refused");
    expect(await asked.statuses(eva, nils, ida, elsewhere)).toEqual([
      "problem_unsubscribed",
      "problem_unsubscribed",
      "confirmation_requested",
      "confirmation_requested",
    ]);
    expect(await asked.sql`select from suppressions where address = ${address}`).toHaveLength(0);
    expect((await confirmAddress(elsewhereToken)).state).toBe("confirmed");
  });

  it("stands: neither a second answer nor a click on “Bekräfta” takes it back", async () => {
    const eva = await card();
    const token = await mail([eva]);
    await refuseAddress(token);
    expect((await refuseAddress(token)).state).toBe("refused");
    expect((await confirmAddress(token)).state).toBe("refused");
    expect(await stateOf(token)).toBe("refused");
    expect(await asked.statuses(eva)).toEqual(["problem_unsubscribed"]);
  });

  it("is remembered as the cause, for this office alone, until a message finds something worse", async () => {
    const eva = await card();
    const cause = (of = office, id = eva) =>
      withOffice(of.id, async (tx) => isNotMe(tx, of.id, await getMember(tx, of.id, id)));
    expect(await cause()).toBe(false);
    await refuseAddress(await mail([eva]));
    const other = await asked.office("Annan förening");
    expect(await cause()).toBe(true);
    expect(await cause(other, await card(address, other))).toBe(false);
    const learn = (problem: Problem) =>
      asSystem(async (tx) => {
        await rememberProblems(tx, [{ officeId: office.id, address, problem }]);
        await showProblems(tx, [address]);
      });
    await learn("problem_bounced");
    expect(await cause()).toBe(true);
    await learn("problem_spam");
    expect([await cause(), await asked.statuses(eva)]).toEqual([false, ["problem_spam"]]);
  });

  it("is not the cause where the person has unsubscribed from a mailing", async () => {
    const eva = await card();
    await asSystem(async (tx) => {
      await rememberProblems(tx, [{ officeId: office.id, address, problem: "problem_unsubscribed" }]);
      await showProblems(tx, [address]);
    });
    expect(await asked.statuses(eva)).toEqual(["problem_unsubscribed"]);
    const cause = withOffice(office.id, async (tx) =>
      isNotMe(tx, office.id, await getMember(tx, office.id, eva)),
    );
    expect(await cause).toBe(false);
  });

  it("is told in the log of the cards that carry the address, and of no other", async () => {
    const [eva, moved] = [await card(), await card()];
    const token = await mail([eva, moved]);
    await asked.moveTo(office, moved, `ny-${address}`);
    await refuseAddress(token);
    const told = await asked.sql`
      select object_id as id from log_entries where office_id = ${office.id} and act = 'card.refused'`;
    expect(told).toEqual([{ id: eva }]);
    expect(await asked.statuses(moved)).toEqual(["unconfirmed"]);
  });

  it("takes a confirmation back", async () => {
    const eva = await card();
    const token = await mail([eva]);
    await confirmAddress(token);
    expect((await refuseAddress(token)).state).toBe("refused");
    expect(await asked.statuses(eva)).toEqual(["problem_unsubscribed"]);
  });
});
