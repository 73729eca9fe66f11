import { sql } from "drizzle-orm";
import { asSystem } from "@/lib/db/tenant";
import { takeBackAsking } from "@/lib/messages/asked";
import { withdrawUncalled } from "@/lib/messages/withdraw";

/**
 * A mailing may be cancelled while one of its calls is being turned away. The run that made the call withdraws
 * the batch; where that run is lost, this does.
 */
export async function withdrawLeft(): Promise<void> {
  const left = await asSystem((tx) =>
    tx.execute<{ id: string }>(sql`
      select distinct b.mailing_id as id from batches b
      join mailings m on m.id = b.mailing_id and m.office_id = b.office_id
      where b.state = 'open' and b.calls = 0 and b.created_at < now() - interval '2 minutes'
        and m.state = 'cancelled'`),
  );
  for (const { id } of left) {
    await asSystem(async (tx) => {
      if (await withdrawUncalled(tx, id)) await takeBackAsking(tx, id);
    });
  }
}
