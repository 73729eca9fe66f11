import { inngest, refreshRequested } from "@/lib/events";
import { BEGINNING, type RefreshCursor, refreshNext } from "@/lib/messages/refresh";

/** Steps of a run, which may have at most a thousand; another run continues. */
const TURNS = 900;

/** "Uppdatera resultat": asks the provider about what is not settled, twenty messages a step. */
export const refreshMailing = inngest.createFunction(
  { id: "refresh-mailing", triggers: refreshRequested, concurrency: [{ limit: 2 }], retries: 10 },
  async ({ event, step }) => {
    const { officeId, mailingId, refreshId } = event.data;
    let after: RefreshCursor | null = event.data.after ?? BEGINNING;
    for (let turn = 1; after && turn <= TURNS; turn++) {
      const from: RefreshCursor = after;
      after = await step.run(`ask-${turn}`, () => refreshNext(officeId, mailingId, refreshId, from));
    }
    if (after) {
      const id = `${refreshId}:${after.position}:${after.number}`;
      const next = refreshRequested.create({ officeId, mailingId, refreshId, after }, { id });
      await step.sendEvent("go-on", next);
    }
  },
);
