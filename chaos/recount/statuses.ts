import { factOfRank, type MessageStatus, type StopReason } from "@/lib/messages/facts";
import { messageStatus } from "@/lib/messages/status";
import { type Books, some } from "./books";

type Message = {
  address: string;
  status: MessageStatus;
  delivered: boolean;
  problem: string | null;
  expired: boolean;
  stopped: StopReason | null;
  blockedFromStart: boolean;
  attemptCount: number;
  attempts: { number: number; fact: number }[];
};

/** Each message's status is the join of its facts, and its attempts are numbered without a gap. */
export async function recountStatuses({ own }: Books, officeId: string): Promise<string[]> {
  const messages = await own<Message[]>`
    select m.address, m.status, m.delivered, m.problem, m.expired_at is not null as expired, m.stopped,
      m.blocked_from_start as "blockedFromStart", m.attempt_count as "attemptCount",
      coalesce((
        select jsonb_agg(jsonb_build_object('number', a.number, 'fact', a.fact) order by a.number)
        from attempts a where a.message_id = m.id
      ), '[]') as attempts
    from messages m where m.office_id = ${officeId}`;
  return some(messages.flatMap(faultsOf), "messages that are not the join of their facts");
}

function faultsOf(message: Message): string[] {
  const { address, attempts, status, delivered } = message;
  const joined = messageStatus({
    ...message,
    attempts: attempts.map(({ number, fact }) => ({ number, fact: factOfRank(fact) })),
  });
  const faults: string[] = [];
  if (joined.status !== status || joined.delivered !== delivered) {
    faults.push(`${address} shows ${status}, its facts say ${joined.status}`);
  }
  if (joined.problem !== null && message.problem === null) {
    faults.push(`${address} marks nothing, its facts say ${joined.problem}`);
  }
  const numbers = attempts.map(({ number }) => number).join();
  const expected = Array.from({ length: message.attemptCount }, (_, place) => place + 1).join();
  if (numbers !== expected) faults.push(`${address} has the attempts ${numbers} and counts ${expected}`);
  return faults;
}
