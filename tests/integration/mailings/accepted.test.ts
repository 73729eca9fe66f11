import { afterAll, beforeAll, expect, test } from "vitest";
import { asSystem } from "@/lib/db/tenant";
import { type Fact, RANK } from "@/lib/messages/facts";
import { foldFacts } from "@/lib/messages/fold";
import { handOver } from "@/lib/messages/hand-over";
import { beginCalls } from "@/lib/messages/open-batch";
import { recordAccepted } from "@/lib/messages/record-accepted";
import { type Desk, openDesk } from "@/tests/integration/mailings/desk";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

const EARLIER: (Fact | null)[] = [
  null,
  "unanswered",
  "deferred",
  "unexplained",
  "soft_bounced",
  "delivered",
  "spam",
];

test("an accepted batch leaves what the fold of its answers would leave, whatever was known before", async () => {
  const outcomes: unknown[] = [];
  for (const road of ["recorded", "folded"] as const) {
    const office = await desk.arrange.office();
    await desk.arrange.members(
      office.id,
      EARLIER.map((_, n) => ({ email: `${road}-${n}@example.org`, lastName: `Ek${n}` })),
    );
    const { mailingId } = await desk.prepared(office.id, EARLIER.length);
    const [batch] = await handOver(office.id, mailingId, 0);
    const call = batch && (await beginCalls(office.id, [batch.id])).get(batch.id);
    if (!call) throw new Error("nothing was handed over");
    const record = (place: number, fact: Fact, providerId?: string) => ({
      attemptId: batch.attemptIds[place] ?? "",
      fact,
      source: "event" as const,
      key: `${road}:${place}:${fact}`,
      reason: null,
      occurredAt: call.at,
      ...(providerId && { providerId }),
    });
    await asSystem((tx) =>
      foldFacts(
        tx,
        EARLIER.flatMap((fact, place) => (fact ? [record(place, fact)] : [])),
      ),
    );
    const providerIds = EARLIER.map((_, place) => `p${place}`);
    if (road === "recorded") await recordAccepted(office.id, [{ batch, calledAt: call.at, providerIds }]);
    else {
      await asSystem((tx) =>
        foldFacts(
          tx,
          EARLIER.map((_, place) => record(place, "sent", `p${place}`)),
        ),
      );
    }
    outcomes.push([
      ...(await desk.sql`
        select m.position, m.status, m.delivered, m.problem, a.fact, a.provider_id, a.accepted_at is not null as accepted
        from messages m join attempts a on a.message_id = m.id where m.mailing_id = ${mailingId} order by 1`),
    ]);
    await desk.counts(mailingId);
  }
  expect(outcomes[0]).toEqual(outcomes[1]);
  expect(outcomes[0]).toContainEqual(
    expect.objectContaining({ position: 0, status: "sent", fact: RANK.sent }),
  );
});
