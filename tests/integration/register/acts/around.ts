import { expect } from "vitest";
import { liftSuppression } from "@/lib/addresses/lift";
import { Invalid } from "@/lib/errors";
import { deleteMemberOffice } from "@/lib/offices/delete";
import { restoreOffice } from "@/lib/offices/suspend";
import { tidyUp } from "@/lib/tidy-up";
import { type Act, of } from "@/tests/integration/register/acts/drawn";
import { ADDRESSES, type Stage } from "@/tests/integration/register/stage";
import { ANNA } from "@/tests/support/actor";

const DAYS_UNTIL_GONE = 30;

async function tidy(stage: Stage): Promise<void> {
  await tidyUp();
  const { model } = stage;
  for (const office of model.offices) {
    if (office.closedAt !== null && model.hours - office.closedAt >= DAYS_UNTIL_GONE * 24)
      model.forget(office);
  }
}

/** What the operator, a head office and time do. */
export const AROUND: Record<string, Act> = {
  async "lift a suppression"(stage, [a]) {
    const address = of(ADDRESSES, a) ?? "";
    const { known, knowing } = stage.model.lift(address);
    try {
      await liftSuppression(address, stage.secretOf(knowing));
      expect(known, "something was lifted").toBe(true);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      expect(known, "nothing was lifted").toBe(false);
    }
  },
  async "delete a member office"(stage, [a, b]) {
    const [head, ...others] = stage.model.offices;
    const office = of(others.slice(0, -1), a);
    if (!head || !office || office.closedAt !== null || b % 2 === 0) return;
    if (stage.waiting.some((waits) => waits.office === office.id)) return;
    await deleteMemberOffice(head, ANNA, office.id, office.name);
    office.closedAt = stage.model.hours;
  },
  async "restore an office"(stage, [a]) {
    const office = of(
      stage.model.offices.filter(({ closedAt }) => closedAt !== null),
      a,
    );
    if (!office) return;
    await restoreOffice(office.slug);
    office.closedAt = null;
  },
  "time passes": (stage, [a]) => stage.letPass(of([7, 7, 25, 26, 31 * 24, 91 * 24], a) ?? 0),
  "the sweep runs": tidy,
};
