import { inngest, refreshRequested } from "@/lib/events";
import { type RefreshCursor, refreshNext } from "@/lib/messages/refresh";

const TURNS = 900;

/** "Uppdatera resultat": asks the provider about what is not settled, twenty messages a step. */
export const refreshMailing = inngest.createFunction(
  { id: "refresh-mailing", triggers: refreshRequested, concurrency: [{ limit: 2 }], retries: 10 },
  async ({ event, step }) => {
    const { officeId, mailingId, refreshId } = event.data;
    let after: RefreshCursor | null = { position: -1, number: 0 };
    for (let turn = 1; after && turn <= TURNS; turn++) {
      const from: RefreshCursor = after;
      after = await step.run(`ask-${turn}`, () => refreshNext(officeId, mailingId, refreshId, from));
    }
  },
);
