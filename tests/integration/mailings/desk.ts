import { vi } from "vitest";
import { POST } from "@/app/api/webhooks/resend/route";
import { closeDatabase } from "@/lib/db/client";
import { completeMailing } from "@/lib/mailings/complete";
import { createDraft, type DraftRef } from "@/lib/mailings/draft";
import type { MailingInput } from "@/lib/mailings/input";
import { prepareMailing } from "@/lib/mailings/prepare";
import { sendMailing } from "@/lib/mailings/send";
import { CHUNK_SIZE } from "@/lib/messages/chunk";
import { drainInbox } from "@/lib/messages/drain";
import { sendNext } from "@/lib/messages/send-next";
import { ANNA } from "@/tests/support/actor";
import { createDatabase } from "@/tests/support/database";
import { useTestEnv } from "@/tests/support/env";
import { Arrange } from "@/tests/support/offices";
import { startProvider } from "@/tests/support/provider";

const TEXT = {
  subject: "Hej {{förnamn|vän}}",
  bodyHtml: "<h2>Höstmöte</h2><p>Kära {{namn}}, välkommen till {{förening}}!</p>",
};

export type OutboxMail = {
  id: string;
  to: string[];
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
};

/**
 * The app's functions on a real database, against the embedded mail provider.
 *
 * @param settings of the app that differ from other tests.
 */
export async function openDesk(settings: Parameters<typeof useTestEnv>[1] = {}) {
  const database = await createDatabase();
  const provider = await startProvider(POST);
  useTestEnv(database, { RESEND_BASE_URL: provider.url, SOFT_BOUNCE_WINDOW: "5d", ...settings });
  const arrange = new Arrange(database);
  const { sql } = arrange;

  async function draft(officeId: string, input: Partial<MailingInput> = {}): Promise<DraftRef> {
    return createDraft(officeId, ANNA, { ...TEXT, audience: {}, onePerAddress: false, ...input });
  }

  /** Sends what waits, as the job does; a call that is to be repeated is repeated at once. */
  async function sendAll(officeId: string, mailingId: string, total: number): Promise<void> {
    for (let chunk = 0; chunk * CHUNK_SIZE < total; chunk++) {
      for (let turn = 0; turn < 200; turn++) {
        if ("empty" in (await sendNext(officeId, mailingId, chunk))) break;
      }
    }
    await completeMailing(officeId, mailingId);
  }

  return {
    sql,
    arrange,
    database,
    provider,
    draft,
    sendAll,
    /** A mailing that has been pressed "send" and frozen. */
    async prepared(officeId: string, recipients: number, input: Partial<MailingInput> = {}) {
      const written = await draft(officeId, input);
      await sendMailing(officeId, ANNA, written, recipients);
      const total = await prepareMailing(officeId, written.id);
      return { mailingId: written.id, total };
    },
    /** Processes events until nothing is under way any more. */
    async drainUntilQuiet(mailingId: string): Promise<void> {
      const allTold = async () => {
        const untold = await provider.untold();
        await drainInbox();
        const [row] = await sql`
          select count(*)::int as open from messages where mailing_id = ${mailingId}
            and (status = 'queued' or (status = 'sent' and not delivered))`;
        if (untold + row?.open > 0) throw new Error("events are still missing");
      };
      /* Not `expect.poll`: it is called before tests too. */
      await vi.waitFor(allTold, { timeout: 60_000, interval: 40 });
    },
    async counts(mailingId: string): Promise<Record<string, number>> {
      const rows = await sql`
        select status, count from mailing_counts where mailing_id = ${mailingId} and count <> 0`;
      const recount = await sql`
        select status, count(*)::int as count from messages where mailing_id = ${mailingId} group by status`;
      const counts = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
      const truth = Object.fromEntries(recount.map(({ status, count }) => [status, count]));
      if (JSON.stringify(sorted(counts)) !== JSON.stringify(sorted(truth))) {
        throw new Error(`counts ${JSON.stringify(counts)} differ from a recount ${JSON.stringify(truth)}`);
      }
      return counts;
    },
    async outbox(to?: string): Promise<OutboxMail[]> {
      const mails: OutboxMail[] = [];
      for (let after: string | null = "0"; after !== null; ) {
        const query: URLSearchParams = new URLSearchParams({ limit: "1000", after, ...(to && { to }) });
        const page: { emails: OutboxMail[]; next: string | null } = await (
          await fetch(`${provider.url}/_outbox?${query}`)
        ).json();
        mails.push(...page.emails);
        after = page.next === null ? null : String(page.next);
      }
      return mails;
    },
    async fault(order: Record<string, unknown>): Promise<void> {
      const response = await fetch(`${provider.url}/_faults`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(order),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    async close(): Promise<void> {
      await provider.stop();
      await arrange.close();
      await closeDatabase();
      await database.close();
    },
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;

function sorted(counts: Record<string, number>): [string, number][] {
  return Object.entries(counts).sort(([a], [b]) => a.localeCompare(b));
}
