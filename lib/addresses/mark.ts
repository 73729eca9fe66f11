import { sql } from "drizzle-orm";
import { type AddressHash, addressHashes } from "@/lib/addresses/hash";
import { holdAddresses } from "@/lib/addresses/known";
import { type AddressProblem, markErased } from "@/lib/addresses/mark-erased";
import { ranked } from "@/lib/addresses/ranked";
import { sinceLift } from "@/lib/addresses/since-lift";
import type { Tx } from "@/lib/db/tenant";
import { showProblems } from "@/lib/members/show-problems";

/**
 * A problem that a message has found, of an address or of the hash of an erased one. `at`: when it happened
 * by the provider's clock, in a form that the database reads: an ISO string, or `infinity`.
 */
export type MessageProblem = AddressProblem & { addressHash: AddressHash | null; at: string };

/**
 * Records problems that an office's messages have found: they are remembered for that office, the addresses
 * are suppressed for all offices, and cards with these addresses show it, in other offices as blocked.
 * Problems from before the operator lifted the suppression are ignored, however late they are reported.
 *
 * @param tx a transaction as system.
 */
export async function markProblems(tx: Tx, problems: MessageProblem[]): Promise<void> {
  const erased = problems.flatMap(({ addressHash: hash, ...rest }) => (hash ? [{ ...rest, hash }] : []));
  const clear = problems.filter(({ addressHash }) => addressHash === null);
  const { own, blocked } = await markErased(tx, erased);
  const addresses = [...clear, ...own, ...blocked].map(({ address }) => address);
  if (addresses.length === 0) return;
  await holdAddresses(tx, addresses, "exclusive");
  const known = await sinceLift(tx, clear, ({ address }) => addressHashes(address));
  await rememberProblems(tx, [...known, ...own]);
  await suppress(tx, [...known, ...own, ...blocked]);
}

/** What an office learnt itself: by a message, or with `notMe` by the answer "Det var inte jag". */
type Learnt = AddressProblem & { notMe?: true };

/** Remembers what an office learnt itself; the highest problem of an address stays. */
export async function rememberProblems(tx: Tx, problems: Learnt[]): Promise<void> {
  if (problems.length === 0) return;
  await holdAddresses(
    tx,
    problems.map(({ address }) => address),
    "exclusive",
  );
  const rows = JSON.stringify(
    problems.map(({ officeId, address, problem, notMe = false }) => ({
      office_id: officeId,
      address,
      problem,
      not_me: notMe,
    })),
  );
  await tx.execute(sql`
    insert into address_problems as p (office_id, address, problem, not_me)
    select distinct on (v.office_id, v.address) v.office_id, v.address, v.problem, v.not_me
    from jsonb_to_recordset(${rows}::jsonb) as v(office_id uuid, address text, problem email_status, not_me boolean)
    order by v.office_id, v.address, ${ranked(sql`v.problem`)} desc
    on conflict (office_id, address) do update set problem = excluded.problem, not_me = excluded.not_me
    where ${ranked(sql`excluded.problem`)} > ${ranked(sql`p.problem`)}`);
}

async function suppress(tx: Tx, problems: AddressProblem[]): Promise<void> {
  if (problems.length === 0) return;
  const rows = JSON.stringify(problems.map(({ address, problem }) => ({ address, problem })));
  await tx.execute(sql`
    insert into suppressions as s (address, problem)
    select distinct on (v.address) v.address, v.problem
    from jsonb_to_recordset(${rows}::jsonb) as v(address text, problem email_status)
    order by v.address, ${ranked(sql`v.problem`)} desc
    on conflict (address) do update set problem = excluded.problem
    where ${ranked(sql`excluded.problem`)} > ${ranked(sql`s.problem`)}`);
  await showProblems(
    tx,
    problems.map(({ address }) => address),
  );
}
