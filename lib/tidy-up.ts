import { forgetUncarried } from "@/lib/addresses/forget";
import { showNewSuppressions } from "@/lib/addresses/suppressions";
import { purgeLogins } from "@/lib/auth/purge";
import { asAuth, asSystem } from "@/lib/db/tenant";
import { finishErasures } from "@/lib/erasures/finish";
import { reduceOldEvents } from "@/lib/inbox/reduce";
import { purgeLimits } from "@/lib/limits/purge";
import { purgeImports } from "@/lib/members/imports";
import { closeForgottenRefreshes } from "@/lib/messages/refresh";
import { withdrawLeft } from "@/lib/messages/withdraw-left";
import { purgeOffices } from "@/lib/offices/delete";
import { purgeOutbox } from "@/lib/outbox/dispatch";

const CHORES: readonly (() => Promise<unknown>)[] = [
  () => asSystem(showNewSuppressions),
  () => asSystem(closeForgottenRefreshes),
  withdrawLeft,
  finishErasures,
  () => asSystem(forgetUncarried),
  () => asAuth(purgeOffices),
  () => asAuth(purgeLogins),
  () => asSystem(purgeOutbox),
  () => asSystem(purgeImports),
  () => asSystem(purgeLimits),
  () => asSystem(reduceOldEvents),
];

/**
 * Removes what is no longer needed, and corrects cards that a race has left behind. A chore that fails does
 * not hold up the others.
 *
 * @throws the first failure, when all others have run.
 */
export async function tidyUp(): Promise<void> {
  const failures: unknown[] = [];
  for (const chore of CHORES) await chore().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
