import { vi } from "vitest";
import { z } from "zod";

const mail = z.object({
  seq: z.coerce.string(),
  id: z.string(),
  created_at: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  reply_to: z.array(z.string()).nullable(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  headers: z.record(z.string(), z.string()),
  last_event: z.string(),
});
const page = z.object({ emails: z.array(mail), next: z.coerce.string().nullable() });
const counted = z.object({
  total: z.number(),
  distinct: z.number(),
  groups: z.record(z.string(), z.number()),
});

export type OutboxMail = z.output<typeof mail>;

/** The embedded mail provider's outbox, as a program reads it. */
export class Outbox {
  constructor(readonly url: string) {}

  /** Mails with this receiver and subject (or parts of them), the oldest first. */
  async mails(filter: { to?: string; subject?: string } = {}): Promise<OutboxMail[]> {
    const found: OutboxMail[] = [];
    for (let after: string | null = "0"; after !== null; ) {
      const query: URLSearchParams = new URLSearchParams({ limit: "200", after, ...filter });
      const next: z.output<typeof page> = page.parse(await this.json(`/_outbox?${query}`));
      found.push(...next.emails);
      after = next.next;
    }
    return found;
  }

  /** As `mails`, waiting until there are this many. */
  async arrived(filter: { to?: string; subject?: string }, atLeast = 1): Promise<OutboxMail[]> {
    return vi.waitFor(
      async () => {
        const mails = await this.mails(filter);
        if (mails.length < atLeast) throw new Error(`${mails.length} of ${atLeast} mails have arrived`);
        return mails;
      },
      { timeout: 120_000, interval: 300 },
    );
  }

  /** How many mails each receiver has got. */
  async countByReceiver(filter: { subject?: string } = {}): Promise<z.output<typeof counted>> {
    return counted.parse(await this.json(`/_outbox/count?${new URLSearchParams({ by: "to", ...filter })}`));
  }

  /** How many mails with this subject the provider has taken. */
  async total(subject: string): Promise<number> {
    const query = new URLSearchParams({ by: "to", min: "1000000", subject });
    return counted.parse(await this.json(`/_outbox/count?${query}`)).total;
  }

  /** Orders a fault, as `embedded/resend/faults.ts` names them. */
  async fault(order: Record<string, unknown>): Promise<void> {
    const answer = await fetch(`${this.url}/_faults`, { method: "POST", body: JSON.stringify(order) });
    if (!answer.ok) throw new Error(`no such fault: ${await answer.text()}`);
  }

  /** Forgets the faults that have not been played. */
  async noFaults(): Promise<void> {
    await fetch(`${this.url}/_faults`, { method: "DELETE" });
  }

  private async json(path: string): Promise<unknown> {
    const answer = await fetch(this.url + path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}
