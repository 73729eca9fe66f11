import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { finishErasures } from "@/lib/erasures/finish";
import { completeMailing } from "@/lib/mailings/complete";
import { cancelMailing } from "@/lib/mailings/hold";
import { callProvider } from "@/lib/messages/call-provider";
import { handOver } from "@/lib/messages/hand-over";
import { beginCalls, reopenBatch } from "@/lib/messages/open-batch";
import { reconcileNext } from "@/lib/messages/reconcile";
import { recordAccepted } from "@/lib/messages/record-accepted";
import { mailingsToRetry } from "@/lib/messages/retry";
import { ANNA } from "@/tests/support/actor";
import { OnePerson } from "./one-person";

let one: OnePerson;
beforeAll(async () => {
  one = await OnePerson.open();
});
beforeEach(() => one.next());
afterAll(() => one?.desk.close());

describe("while a mailing is under way", () => {
  test("what was not handed over is not sent", async () => {
    const id = await one.confirmed();
    const { mailingId, total } = await one.desk.prepared(one.office, 1);
    await one.erase(id);
    expect(await one.messageOf(mailingId)).toMatchObject({ name: "", address: "", stopped: "gone" });
    await one.desk.sendAll(one.office, mailingId, total);
    expect(await one.desk.outbox(one.address)).toEqual([]);
    expect(await one.desk.counts(mailingId)).toEqual({ bounced: 1 });
    const [mailing] = await one.desk.sql`select state from mailings where id = ${mailingId}`;
    expect(mailing?.state).toBe("sent");
    expect(await one.left()).toEqual([]);
  });

  test("what a cancelled mailing never sent stays so", async () => {
    const id = await one.confirmed();
    const { mailingId } = await one.desk.prepared(one.office, 1);
    await cancelMailing(one.office, ANNA, mailingId);
    await one.erase(id);
    expect(await one.messageOf(mailingId)).toMatchObject({ name: "", address: "", stopped: null });
    expect(await one.desk.counts(mailingId)).toEqual({ none: 1 });
    expect(await one.left()).toEqual([]);
  });

  test("what came back for a while is not tried again", async () => {
    one.address = `full+${one.number}@resend.dev`;
    const id = await one.confirmed();
    const mailingId = await one.mailed();
    expect((await one.messageOf(mailingId)).status).toBe("soft_bounced");
    await one.erase(id);
    expect(await one.messageOf(mailingId)).toMatchObject({
      status: "bounced",
      reason: { code: "stopped_gone" },
      next_attempt_at: null,
    });
    expect((await mailingsToRetry()).map((mailing) => mailing.mailingId)).not.toContain(mailingId);
    expect(await one.left()).toEqual([]);
  });

  test("what is in the provider's hands stays the same byte for byte until the answer", async () => {
    const id = await one.confirmed();
    const { mailingId } = await one.desk.prepared(one.office, 1);
    const [batch] = await handOver(one.office, mailingId, 0);
    if (!batch) throw new Error("nothing was handed over");
    const call = (await beginCalls(one.office, [batch.id])).get(batch.id);
    await one.erase(id);
    expect((await one.messageOf(mailingId)).address).toBe(one.address);
    const again = await reopenBatch(one.office, batch.id);
    if (again === null || again === "stale") throw new Error("it is not posted again");
    expect(again.body.bytes.equals(batch.body.bytes)).toBe(true);
    await one.desk.sql`update erasures set due_at = now()`;
    await finishErasures();
    expect((await one.messageOf(mailingId)).address).toBe(one.address);

    await recordAccepted(one.office, [{ batch, calledAt: call?.at ?? new Date(), providerIds: ["re_1"] }]);
    await one.desk.sql`update erasures set due_at = now()`;
    await finishErasures();
    expect(await one.messageOf(mailingId)).toMatchObject({
      name: "",
      address: "",
      status: "sent",
      stopped: null,
    });
    expect(await one.left()).toEqual([]);
    expect(await completeMailing(one.office, mailingId)).toBe(true);
  });

  test("what is to be looked up is found by the address, and not sent again to the rest of the family", async () => {
    const id = await one.confirmed();
    await one.confirmed({ firstName: "Nils", lastName: "Ek" });
    const { mailingId, total } = await one.desk.prepared(one.office, 1, { onePerAddress: true });
    await one.desk.fault({ kind: "reset_after_accept", count: 1, match: { path: "/emails/batch" } });
    await callProvider(one.office, await handOver(one.office, mailingId, 0));
    await one.desk.sql`
      update batches set state = 'stale', first_called_at = now() - interval '25 hours',
        last_called_at = now() - interval '25 hours' where mailing_id = ${mailingId}`;
    await one.erase(id);
    while (await reconcileNext());
    await one.desk.sendAll(one.office, mailingId, total);
    expect(await one.desk.outbox(one.address)).toHaveLength(1);
    await one.desk.sql`update erasures set due_at = now()`;
    await finishErasures();
    expect(await one.messageOf(mailingId)).toMatchObject({ name: "Ek, Nils", status: "sent" });
  });

  test("a process that dies between card and messages leaves nothing behind", async () => {
    const id = await one.confirmed();
    const mailingId = await one.mailed();
    /* As if `finishErasure` had never run: the first transaction alone. */
    await one.desk.sql`
      insert into erasures (member_id, office_id, addresses, message_ids)
      select ${id}, ${one.office}, array[${one.address}], array_agg(id) from messages where mailing_id = ${mailingId}`;
    await one.desk.sql`delete from members where id = ${id}`;
    await one.desk.sql`update log_entries set object_name = '' where object_id = ${id}`;
    await finishErasures();
    await finishErasures();
    expect(await one.left()).toEqual([]);
  });
});
