import { eq, inArray, sql } from "drizzle-orm";
import { mailings } from "@/lib/db/schema/mailings";
import type { Tx } from "@/lib/db/tenant";

/** Whether any office's mailing is being prepared or sent right now. */
export async function anyUnderWay(tx: Tx): Promise<boolean> {
  const rows = await tx
    .select({ one: sql`1` })
    .from(mailings)
    .where(inArray(mailings.state, ["preparing", "sending"]))
    /* Or the planner, which has no statistics of the state here, looks for one among all that were sent. */
    .orderBy(mailings.state)
    .limit(1);
  return rows.length > 0;
}

export type MailingCounts = {
  all: number;
  /** On their way or about to be. */
  underWay: number;
  /** Halted by somebody, and never finished unless they go on with it. */
  paused: number;
};

/** How many mailings an office has. */
export async function countMailings(tx: Tx, officeId: string): Promise<MailingCounts> {
  const [row] = await tx
    .select({
      all: sql<number>`count(*)::int`,
      underWay: sql<number>`(count(*) filter (where ${inArray(mailings.state, ["scheduled", "preparing", "sending"])}))::int`,
      paused: sql<number>`(count(*) filter (where ${eq(mailings.state, "paused")}))::int`,
    })
    .from(mailings)
    .where(eq(mailings.officeId, officeId));
  return row ?? { all: 0, underWay: 0, paused: 0 };
}

export type OfficeMailings = { mailings: number; lastSent: string | null };

/** How many mailings each office has sent, confirmation requests included, and when last; as system. */
export async function mailingsPerOffice(tx: Tx): Promise<Map<string, OfficeMailings>> {
  const rows = await tx.execute<OfficeMailings & { id: string }>(sql`
    select office_id as id, count(requested_at)::int as mailings, max(requested_at) as "lastSent"
    from mailings group by 1`);
  return new Map(rows.map(({ id, ...of }) => [id, of]));
}
