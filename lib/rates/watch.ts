import { sql } from "drizzle-orm";
import { rateWarnings } from "@/lib/db/schema/rates";
import { asAuth, asSystem, type Tx } from "@/lib/db/tenant";
import { countAccepted } from "@/lib/messages/count-accepted";
import { showRateWarnings } from "@/lib/offices/rate-warnings";
import { pauseOffice } from "@/lib/offices/suspend";
import { JUDGED_DAYS, type RateWarning, sumOf, warningsFor } from "@/lib/rates/level";

/** `about`: the office, or null for all of them together. */
type Found = { about: string | null; warning: RateWarning; paused: boolean };

/**
 * Judges the rates of each office, and of all together: shows them to the office's administrators, pauses an
 * office that has reached a limit, and notes the mails to send, once a day for each level. May run at any
 * time, and twice at once.
 */
export async function watchRates(): Promise<void> {
  const { at, all, judged } = await asSystem(async (tx) => {
    const [clock] = await tx.execute<{ at: string }>(sql`select now() as at`);
    if (!clock) throw new Error("the clock always has a row");
    return {
      at: new Date(clock.at),
      all: warningsFor(sumOf(await countAccepted(tx, JUDGED_DAYS))),
      judged: (await countAccepted(tx, JUDGED_DAYS, "judged")).map(({ officeId, ...counts }) => ({
        officeId,
        warnings: warningsFor(counts),
      })),
    };
  });
  await asAuth(async (tx) => {
    const shown = judged.flatMap(({ officeId, warnings: [warning] }) =>
      warning ? { officeId, warning } : [],
    );
    await showRateWarnings(tx, shown);
    const found: Found[] = all.map((warning) => ({ about: null, warning, paused: false }));
    for (const { officeId, warnings } of judged) {
      for (const warning of warnings) {
        const paused = warning.level === "limit" && (await pauseOffice(tx, officeId, warning.kind, at));
        found.push({ about: officeId, warning, paused });
      }
    }
    await note(tx, found);
  });
}

/** A pause is always mailed, even if the office was restored since the last pause of the day. */
async function note(tx: Tx, found: Found[]): Promise<void> {
  if (found.length === 0) return;
  await tx
    .insert(rateWarnings)
    .values(found.map(({ about, warning, paused }) => ({ about, paused, ...warning })))
    .onConflictDoUpdate({
      target: [rateWarnings.about, rateWarnings.kind, rateWarnings.level, rateWarnings.day],
      set: {
        id: sql`excluded.id`,
        accepted: sql`excluded.accepted`,
        bad: sql`excluded.bad`,
        paused: true,
        notedAt: sql`now()`,
        toldAt: null,
      },
      setWhere: sql`excluded.paused`,
    });
}
