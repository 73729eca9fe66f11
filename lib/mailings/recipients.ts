import { sql } from "drizzle-orm";
import { members } from "@/lib/db/schema/members";
import { type Tx, withOffice } from "@/lib/db/tenant";
import { type Audience, audienceCondition } from "@/lib/members/audience";

/** Who gets a mailing, said before it is sent; of the cards in the view at hand. */
export type RecipientSummary = {
  cards: number;
  /** Confirmed: these receive it. */
  confirmed: number;
  /** Messages to the confirmed cards: fewer, if one per address was chosen. */
  messages: number;
  unconfirmed: number;
  problem: number;
  withoutAddress: number;
};

/** Counts exactly who would get a mailing to these cards if it were sent now. */
export function summariseRecipients(
  officeId: string,
  audience: Audience,
  onePerAddress: boolean,
): Promise<RecipientSummary> {
  return withOffice(officeId, (tx) => countRecipients(tx, officeId, audience, onePerAddress));
}

/** As `summariseRecipients`, in a transaction of the office. */
export async function countRecipients(
  tx: Tx,
  officeId: string,
  audience: Audience,
  onePerAddress: boolean,
): Promise<RecipientSummary> {
  const [row] = await tx.execute<RecipientSummary>(sql`
    select count(*)::int as cards,
      count(*) filter (where email_status = 'confirmed')::int as confirmed,
      count(${onePerAddress ? sql`distinct email` : sql`*`}) filter (where email_status = 'confirmed')::int as messages,
      count(*) filter (where email_status in ('unconfirmed', 'confirmation_requested'))::int as unconfirmed,
      count(*) filter (where email_status::text like 'problem\_%')::int as problem,
      count(*) filter (where email_status is null)::int as "withoutAddress"
    from ${members} where office_id = ${officeId} and ${audienceCondition(audience)}`);
  if (!row) throw new Error("a count always has a row");
  return row;
}
