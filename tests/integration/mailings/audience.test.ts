import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { prepareMailing } from "@/lib/mailings/prepare";
import { sendMailing } from "@/lib/mailings/send";
import type { Desk } from "@/tests/integration/mailings/desk";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";
import { lockWaits } from "@/tests/support/locks";

let runs: Runs;
let desk: Desk;

beforeAll(async () => {
  runs = await Runs.open("audience");
  desk = runs.desk;
});
afterAll(() => desk?.close());
beforeEach(() => runs.next());

test.each([false, true])(
  "a mailing goes to the cards of its view alone (one per address: %s)",
  async (one) => {
    await runs.recipients(3);
    await desk.sql`update members set email_status = 'unconfirmed' where id = ${runs.cards[2] ?? ""}`;
    const audience = { ids: runs.cards.slice(1) };
    const { mailingId, total } = await desk.prepared(runs.office.id, 1, { audience, onePerAddress: one });
    await desk.sendAll(runs.office.id, mailingId, total);
    expect(await runs.mailed()).toEqual([runs.address("m1")]);
    const [mailing] = await desk.sql`
    select total, skipped_unconfirmed as unconfirmed from mailings where id = ${mailingId}`;
    expect(mailing).toEqual({ total: 1, unconfirmed: 1 });
  },
);

test("a card that comes while the recipients are taken is not counted among those that get nothing", async () => {
  const { id: officeId } = runs.office;
  await runs.recipients(2);
  const draft = await desk.draft(officeId);
  await sendMailing(officeId, ANNA, draft, 2);
  let preparing: Promise<number> = Promise.resolve(0);
  await desk.sql.begin(async (sql) => {
    await sql`select from members where id = ${runs.cards[0] ?? ""} for update`;
    preparing = prepareMailing(officeId, draft.id);
    await lockWaits(desk.sql);
    await desk.arrange.members(officeId, [{ email: "ny@example.org", status: "unconfirmed" }]);
  });
  expect(await preparing).toBe(2);
  const [mailing] = await desk.sql`
    select skipped_unconfirmed as unconfirmed from mailings where id = ${draft.id}`;
  expect(mailing).toEqual({ unconfirmed: 0 });
});

test.each([
  ["more", 3, 2],
  ["fewer", 3, 4],
  ["many more", 100, 97],
  ["many fewer", 100, 103],
])(
  "a mailing does not go out when there are %s recipients than its author was told",
  async (_, now, told) => {
    await runs.recipients(now);
    const draft = await desk.draft(runs.office.id);
    await expect(sendMailing(runs.office.id, ANNA, draft, told)).rejects.toMatchObject({
      code: "recipients_changed",
      values: { count: now },
    });
    const [mailing] = await desk.sql`select state from mailings where id = ${draft.id}`;
    expect(mailing?.state).toBe("draft");
  },
);

test.each([99, 102])(
  "a mailing goes out although a few have come or gone since its author was told of %s",
  async (told) => {
    await runs.recipients(100);
    const draft = await desk.draft(runs.office.id);
    await sendMailing(runs.office.id, ANNA, draft, told);
    expect(await prepareMailing(runs.office.id, draft.id)).toBe(100);
    const [entry] = await desk.sql`
      select details ->> 'count' as count from log_entries
      where office_id = ${runs.office.id} and act = 'mailing.sent'`;
    expect(entry).toEqual({ count: "100" });
  },
);

test("a mailing that nobody would get does not go out", async () => {
  await runs.recipients(2, "unconfirmed");
  const draft = await desk.draft(runs.office.id);
  await expect(sendMailing(runs.office.id, ANNA, draft, 0)).rejects.toMatchObject({
    code: "nobody_confirmed",
  });
});
