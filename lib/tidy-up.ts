import { showNewSuppressions } from "@/lib/addresses/suppressions";
import { asAuth, asSystem } from "@/lib/db/tenant";
import { finishErasures } from "@/lib/erasures/finish";
import { reduceOldEvents } from "@/lib/inbox/reduce";
import { purgeLimits } from "@/lib/limits/purge";
import { purgeImports } from "@/lib/members/imports";
import { closeForgottenRefreshes } from "@/lib/messages/refresh";
import { purgeOffices } from "@/lib/offices/delete";
import { purgeOutbox } from "@/lib/outbox/dispatch";

/** Removes what is no longer needed, and brings cards in line that a race left behind. */
export async function tidyUp(): Promise<void> {
  await asSystem(showNewSuppressions);
  await asSystem(closeForgottenRefreshes);
  await asSystem(purgeOutbox);
  await asSystem(purgeImports);
  await asSystem(purgeLimits);
  await asSystem(reduceOldEvents);
  await finishErasures();
  await asAuth(purgeOffices);
}
