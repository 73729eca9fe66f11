import { and, eq, ne } from "drizzle-orm";
import { offices } from "@/lib/db/schema/offices";
import { asAuth } from "@/lib/db/tenant";
import { type Actor, record } from "@/lib/log-book/record";

/** Sets for how many days the provider's events are kept in full; older ones are reduced soon after. */
export async function changeRetention(officeId: string, actor: Actor, eventDays: number): Promise<void> {
  await asAuth(async (tx) => {
    const changed = await tx
      .update(offices)
      .set({ eventDays })
      .where(and(eq(offices.id, officeId), ne(offices.eventDays, eventDays)))
      .returning({ id: offices.id });
    if (changed.length === 0) return;
    await record(tx, officeId, { actor, act: "office.retentionChanged", details: { days: eventDays } });
  });
}
