import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { requestConfirmations } from "@/lib/confirmations/request";
import { withOffice } from "@/lib/db/tenant";
import { prepareMailing } from "@/lib/mailings/prepare";
import { sendMailing } from "@/lib/mailings/send";
import { deleteMember } from "@/lib/members/write";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";

/** A card is removed at the moment in which the recipients are frozen. */

let runs: Runs;
let desk: Desk;

beforeAll(async () => {
  runs = await Runs.open("gone");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(() => runs.next());

function signal(): { given: Promise<void>; give: () => void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

const kinds = {
  async mailing(onePerAddress: boolean) {
    const draft = await desk.draft(runs.office.id, { onePerAddress });
    await sendMailing(runs.office.id, ANNA, draft, 3);
    return draft.id;
  },
  each: () => kinds.mailing(false),
  families: () => kinds.mailing(true),
  request: () => requestConfirmations(runs.office.id, ANNA, {}, "first", "Bekräfta"),
};

test.each(["each", "families", "request"] as const)("the others get theirs: %s", async (kind) => {
  const [first, ...others] = await runs.recipients(3, kind === "request" ? "unconfirmed" : "confirmed");
  const mailingId = await kinds[kind]();
  const [card] = await desk.sql`select id from members where email = ${first ?? ""}`;
  const [begun, goOn] = [signal(), signal()];
  const holding = desk.sql.begin(async (tx) => {
    await tx`select from mailings where id = ${mailingId} for update`;
    begun.give();
    await goOn.given;
  });
  await begun.given;
  const preparing = prepareMailing(runs.office.id, mailingId);
  /* Its instant has been taken when it waits for the mailing: a removal from now on is not waited for. */
  await lockWaits(desk.sql);
  await withOffice(runs.office.id, async (tx) => {
    await deleteMember(tx, runs.office.id, ANNA, card?.id);
    goOn.give();
    await holding;
    await Promise.race([lockWaits(desk.sql), preparing]);
  });
  expect(await preparing).toBe(2);
  const messages = await desk.sql`
    select m.address from messages m where mailing_id = ${mailingId} order by position`;
  expect(messages.map(({ address }) => address)).toEqual(others);
});
