import { factOfRank, type MessageStatus, RANK, type StopReason } from "@/lib/messages/facts";
import { messageStatus } from "@/lib/messages/status";
import { faulty, type Laws } from "@/tests/integration/life/laws/laws";
import { mailsOf } from "@/tests/integration/life/laws/mails";

/** Of mailings and messages. */
export const OF_MESSAGES: Laws = {
  /* Decision 5. */
  async "kept counts equal a recount"({ sql }) {
    const rows = await sql`
      with kept as (
        select 'messages ' || mailing_id || ' ' || status as what, count from mailing_counts
        union all select 'cards ' || office_id || ' ' || status, count from member_counts
      ), counted as (
        select 'messages ' || mailing_id || ' ' || status as what, count(*)::int as count from messages group by 1
        union all select 'cards ' || office_id || ' ' || coalesce(email_status::text, 'none'), count(*)::int
        from members group by 1
      )
      select what, coalesce(k.count, 0) as kept, coalesce(c.count, 0) as counted
      from kept k full join counted c using (what) where coalesce(k.count, 0) <> coalesce(c.count, 0)`;
    return faulty(rows);
  },

  /* Domain, "The status is a join"; decisions 1 and 2: a first attempt is noted when it is answered. */
  async "a status is the join of its facts"({ sql }) {
    type Message = {
      id: string;
      address: string;
      status: MessageStatus;
      delivered: boolean;
      problem: string | null;
      expired: boolean;
      stopped: StopReason | null;
      blockedFromStart: boolean;
      attemptCount: number;
      windowed: boolean;
      next: string | null;
      attempts: { number: number; fact: number }[];
    };
    const messages = await sql<Message[]>`
      select m.id, m.address, m.status, m.delivered, m.problem, m.expired_at is not null as expired, m.stopped,
        m.blocked_from_start as "blockedFromStart", m.attempt_count as "attemptCount",
        m.window_started_at is not null as windowed, m.next_attempt_at as next,
        coalesce((
          select jsonb_agg(jsonb_build_object('number', a.number, 'fact', a.fact) order by a.number)
          from attempts a where a.message_id = m.id
        ), '[]') as attempts
      from messages m`;
    return messages.flatMap((message) => {
      const { address, attempts, status, delivered, attemptCount } = message;
      const [only] = attempts;
      const unnoted =
        status === "none" && attemptCount === 0 && attempts.length === 1 && only?.fact === RANK.queued;
      if (unnoted) return [];
      const joined = messageStatus({
        ...message,
        attempts: attempts.map(({ number, fact }) => ({ number, fact: factOfRank(fact) })),
      });
      const faults: string[] = [];
      if (joined.status !== status || joined.delivered !== delivered)
        faults.push(`${address} shows ${status}, its facts say ${joined.status}: ${JSON.stringify(message)}`);
      if (joined.problem !== null && message.problem === null) faults.push(`${address} has marked nothing`);
      if (attempts.map(({ number }) => number).join() !== Array.from(attempts, (_, n) => n + 1).join())
        faults.push(`${address} has the attempts ${JSON.stringify(attempts)}`);
      if (attemptCount !== attempts.length)
        faults.push(`${address} counts ${attemptCount} of ${attempts.length} attempts`);
      if ((status === "soft_bounced") !== (message.next !== null))
        faults.push(`${address} is ${status} and its next attempt is ${message.next}`);
      return faults;
    });
  },

  /* Domain, "Mailings": nothing is sent twice. */
  async "an attempt is accepted once, by whom it is for"({ sql, provider }) {
    const mails = await mailsOf(provider);
    const attempts = await sql<{ id: string; address: string }[]>`
      select a.id, m.address from attempts a join messages m on m.id = a.message_id`;
    const known = new Map(attempts.map(({ id, address }) => [id, address]));
    const seen = new Set<string>();
    return mails.flatMap(({ attempt, to }) => {
      const faults: string[] = [];
      if (seen.has(attempt)) faults.push(`attempt ${attempt} to ${to} was accepted twice`);
      seen.add(attempt);
      const address = known.get(attempt);
      if (address !== undefined && address !== "" && address !== to)
        faults.push(`a mail to ${address} went to ${to}`);
      return faults;
    });
  },

  /* Domain, "Mailings": nothing is sent twice; "The five days": again only what came back for a while. */
  async "a message is accepted again only when it came back"({ sql, provider }) {
    const mails = await mailsOf(provider);
    const attempts = await sql<{ id: string; message: string; number: number }[]>`
      select id, message_id as message, number from attempts`;
    const whose = new Map(attempts.map(({ id, message, number }) => [id, { message, number }]));
    const last = new Map<string, (typeof mails)[number]>();
    return mails.flatMap((mail) => {
      const attempt = whose.get(mail.attempt);
      if (!attempt) return [];
      const before = last.get(attempt.message);
      last.set(attempt.message, mail);
      return before && !before.cameBack
        ? [`the message ${attempt.message} to ${mail.to} went out again`]
        : [];
    });
  },

  /* Decision 2: state before effect, and an attempt is taken back only if it was never accepted. */
  async "an accepted mail has its attempt"({ sql, provider }) {
    const mails = await mailsOf(provider);
    const rows = await sql<{ id: string }[]>`select id from attempts`;
    const known = new Set(rows.map(({ id }) => id));
    const offices = await sql<{ id: string }[]>`select id from offices`;
    if (offices.length < 3) return [];
    return mails.flatMap(({ attempt, to }) => (known.has(attempt) ? [] : [`a mail to ${to} has no attempt`]));
  },

  /* Domain, "Mailings"; lib/mailings/complete.ts. */
  async "nothing waits in a mailing that was sent"({ sql }) {
    const rows = await sql`
      select l.id, l.kind, (select jsonb_agg(jsonb_build_object('s', m.status, 'stopped', m.stopped)) from messages m
        where m.mailing_id = l.id and m.status = 'none') as none,
        (select jsonb_agg(jsonb_build_object('s', b.state, 'c', b.chunk)) from batches b where b.mailing_id = l.id
          and b.state in ('open', 'stale') and b.chunk >= 0) as batches
      from mailings l where l.state = 'sent' and (
        exists (select from messages m where m.mailing_id = l.id and m.status = 'none')
        or exists (select from batches b where b.mailing_id = l.id and b.state in ('open', 'stale') and b.chunk >= 0))`;
    return faulty(rows);
  },
};
