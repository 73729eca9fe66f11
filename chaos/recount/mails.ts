import { classify } from "@/lib/mail/classify";
import { parseProviderEvent } from "@/lib/mail/event";
import { factOfRank, RANK } from "@/lib/messages/facts";
import { type Books, some } from "./books";

type Attempt = {
  id: string;
  address: string;
  number: number;
  fact: number;
  providerId: string | null;
};
type Mail = { id: string; to: string; attempt: string | null; events: Event[] };
type Event = { type: string; detail: Record<string, unknown> | null };

/**
 * Each attempt that was not refused has exactly one accepted mail, to its address; each mail has its
 * attempt; and the attempt knows the highest of what the provider has told about the mail.
 */
export async function recountMails({ own, provider }: Books, officeId: string): Promise<string[]> {
  const attempts = await own<Attempt[]>`
    select a.id, m.address, a.number, a.fact, a.provider_id as "providerId"
    from attempts a join messages m on m.id = a.message_id where a.office_id = ${officeId}`;
  const addresses = new Set(attempts.map(({ address }) => address));
  const mails = await mailsTo(provider, addresses);
  const faults: string[] = [];
  const byAttempt = new Map<string, Mail[]>();
  const known = new Set(attempts.map(({ id }) => id));
  for (const mail of mails) {
    if (!mail.attempt || !known.has(mail.attempt)) faults.push(`a mail to ${mail.to} has no attempt`);
    else byAttempt.set(mail.attempt, [...(byAttempt.get(mail.attempt) ?? []), mail]);
  }
  for (const attempt of attempts) faults.push(...faultsOf(attempt, byAttempt.get(attempt.id) ?? []));
  return some(faults, "mails and attempts that do not match");
}

function faultsOf(attempt: Attempt, mails: Mail[]): string[] {
  const name = `attempt ${attempt.number} to ${attempt.address}`;
  const [mail] = mails;
  if (mails.length > 1) return [`${name} was mailed ${mails.length} times`];
  if (!mail) return attempt.fact === RANK.refused ? [] : [`${name} was never mailed`];
  const faults: string[] = [];
  if (mail.to !== attempt.address) faults.push(`${name} went to ${mail.to}`);
  if (mail.id !== attempt.providerId) faults.push(`${name} carries another mail's id`);
  const told = Math.max(RANK.sent, ...mail.events.map(rankOf));
  if (told !== attempt.fact) {
    faults.push(`${name} is ${factOfRank(attempt.fact)}, and the provider told ${factOfRank(told)}`);
  }
  return faults;
}

function rankOf({ type, detail }: Event): number {
  const event = parseProviderEvent({ type, data: { ...detail } });
  const classified = event && classify(event);
  return classified ? RANK[classified.fact] : 0;
}

/** Mails of the provider to these addresses, with the events that it has told. */
async function mailsTo(provider: Books["provider"], addresses: ReadonlySet<string>): Promise<Mail[]> {
  const rows = await provider<Mail[]>`
    select e.id, e.receivers[1] as "to",
      (select tag ->> 'value' from jsonb_array_elements(e.tags) tag where tag ->> 'name' = 'attempt') as attempt,
      coalesce((
        select jsonb_agg(jsonb_build_object('type', v.type, 'detail', v.detail))
        from resend_server.events v where v.email_seq = e.seq and v.delivered_at is not null
      ), '[]') as events
    from resend_server.emails e where e.receivers[1] = any (${[...addresses]}::text[])`;
  return [...rows];
}
