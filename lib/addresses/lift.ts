import { sql } from "drizzle-orm";
import { type AddressHash, addressHashes } from "@/lib/addresses/hash";
import { holdAddresses } from "@/lib/addresses/known";
import { lifts } from "@/lib/db/schema/members";
import { asSystem, type Tx } from "@/lib/db/tenant";
import { Invalid } from "@/lib/errors";
import { log } from "@/lib/log";
import { type Entry, record } from "@/lib/log-book/record";
import { removeSuppression } from "@/lib/mail/provider";
import { cardName } from "@/lib/members/card-name";
import { clearProblems } from "@/lib/members/show-problems";
import { reserveLookUp } from "@/lib/pace/reserve";

export type Lifted = {
  /** Whether it was in our list, and in the provider's. */
  here: boolean;
  provider: boolean;
  /** Cards that have become unconfirmed, and the number of their offices. */
  cards: number;
  offices: number;
};

/**
 * The operator lifts the suppression of an address (domain, "E-mail status of a card", rule 4): every
 * office's problem with it is removed, and its cards have to be confirmed again.
 *
 * The provider is called first. If it cannot be reached, nothing has changed; if the process dies after the
 * call, the address stays blocked here only, and running it again does the rest.
 *
 * @param address as `parseAddress` gives it.
 * @param reason shown to offices whose own messages had found the problem. The others, which only saw that
 *   the address was blocked, learn that it no longer is.
 * @throws Invalid `reasonMissing`; `notSuppressed` if nothing is known against the address here or at the
 *   provider; `providerSilent`, `providerRefused`: nothing has changed.
 */
export async function liftSuppression(address: string, reason: string): Promise<Lifted> {
  const words = reason.trim();
  if (words === "") throw new Invalid("reasonMissing");
  const turn = await reserveLookUp();
  const answer = await turn.take(() => removeSuppression(address));
  if (answer.kind === "retry") throw new Invalid("providerSilent");
  if (answer.kind === "refused" || answer.kind === "key_conflict") {
    throw new Invalid("providerRefused", { text: answer.kind === "refused" ? answer.message : answer.kind });
  }
  const provider = answer.kind === "removed";
  const lifted = await asSystem((tx) => liftHere(tx, address, words, provider));
  if (!lifted.here && !provider) throw new Invalid("notSuppressed");
  log().info(lifted, "the operator lifted a suppression");
  return lifted;
}

async function liftHere(tx: Tx, address: string, reason: string, provider: boolean): Promise<Lifted> {
  await holdAddresses(tx, [address], "exclusive");
  const suppressed = await tx.execute(sql`
    delete from suppressions where address = ${address} returning address`);
  const own = await tx.execute<{ officeId: string }>(sql`
    delete from address_problems where address = ${address} returning office_id as "officeId"`);
  const hashes = addressHashes(address);
  const erased = await forgetErased(tx, hashes);
  const cards = await clearProblems(tx, address);
  const here = suppressed.length + own.length + erased + cards.length > 0;
  if (here || provider) {
    await tx
      .insert(lifts)
      .values(hashes.map((hash) => ({ hash: sql`${hash}::bytea`, reason })))
      .onConflictDoUpdate({ target: lifts.hash, set: { reason, liftedAt: sql`now()` } });
  }
  const knowing = new Set(own.map(({ officeId }) => officeId));
  for (const card of cards) {
    const because = knowing.has(card.officeId);
    const entry: Entry = {
      actor: { kind: "operator" },
      act: because ? "card.liftedBecause" : "card.lifted",
      object: { id: card.id, name: cardName(card) },
      ...(because && { details: { reason } }),
    };
    await record(tx, card.officeId, entry);
  }
  const offices = new Set(cards.map(({ officeId }) => officeId)).size;
  return { here, provider, cards: cards.length, offices };
}

/**
 * Removes what is remembered of the address by its hash alone, because its person was erased.
 *
 * @returns how many entries were removed.
 */
async function forgetErased(tx: Tx, hashes: readonly AddressHash[]): Promise<number> {
  const list = sql`${sql.param(hashes)}::bytea[]`;
  const suppressed = await tx.execute(sql`
    update erased_addresses set problem = null, since = null
    where hash = any (${list}) and problem is not null returning hash`);
  const problems = await tx.execute(sql`
    delete from erased_problems where hash = any (${list}) returning hash`);
  return suppressed.length + problems.length;
}
