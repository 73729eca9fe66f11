import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/tenant";
import type { RateWarning } from "@/lib/rates/level";

/**
 * Sets what the administrators of each office are told about its rates; other offices are told nothing any
 * more. Offices that are held keep their warning.
 *
 * @param tx as auth.
 */
export async function showRateWarnings(
  tx: Tx,
  shown: { officeId: string; warning: RateWarning }[],
): Promise<void> {
  const rows = JSON.stringify(shown.map(({ officeId, warning }) => ({ id: officeId, warning })));
  await tx.execute(sql`
    update offices o set rate_warning = v.warning
    from (
      select o.id, w.warning from offices o
      left join jsonb_to_recordset(${rows}::jsonb) as w(id uuid, warning jsonb) on w.id = o.id
      where o.hold is null and o.rate_warning is distinct from w.warning
    ) v
    where o.id = v.id`);
}
