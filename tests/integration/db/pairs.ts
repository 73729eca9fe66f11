import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { asSystem, type Tx, withOffice } from "@/lib/db/tenant";

/** Who and what a statement ran as. */
type Seat = { role: string; office: string; backend: number; transaction: string };

export type Pair = {
  /** Stands on both cards of the pair. */
  mark: string;
  officeId: string;
  /** Undefined when the transaction is said to be done. */
  error?: unknown;
};

export type Booked = {
  pairs: Pair[];
  /** Statements that ran somewhere else than the first of their transaction. */
  strays: string[];
  /** Statements that came after their transaction was over, and were not refused. */
  late: string[];
};

/**
 * Runs many transactions, some at once, each of which writes two cards with a pause between, and does what
 * careless code does: concurrent statements, errors caught and ignored, a statement after the end.
 */
export async function bookPairs(
  offices: readonly string[],
  { each, lanes }: { each: number; lanes: number },
): Promise<Booked> {
  const booked: Booked = { pairs: [], strays: [], late: [] };
  const lane = async (number: number) => {
    for (let turn = 0; turn < each; turn++) {
      const officeId = offices[(number + turn) % offices.length] ?? "";
      booked.pairs.push(await bookPair(officeId, (number + turn) % 4, booked));
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  return booked;
}

async function bookPair(officeId: string, manner: number, booked: Booked): Promise<Pair> {
  const mark = randomUUID();
  let last: Tx | undefined;
  const work = async (tx: Tx) => {
    last = tx;
    const stay = watch(tx, mark, booked);
    await stay();
    await tx.execute(card(officeId, mark));
    await sleep(Math.random() * 15);
    const second = [tx.execute(card(officeId, mark)), stay()];
    await (manner === 1 ? Promise.allSettled(second) : Promise.all(second));
    await stay().catch((error: unknown) => {
      if (manner !== 1) throw error;
    });
  };
  try {
    await (manner === 2 ? asSystem(work) : withOffice(officeId, work));
    return { mark, officeId };
  } catch (error) {
    return { mark, officeId, error };
  } finally {
    if (manner === 3) {
      await last?.execute(card(officeId, "late")).then(
        () => booked.late.push(mark),
        () => {},
      );
    }
  }
}

function watch(tx: Tx, mark: string, booked: Booked): () => Promise<void> {
  let first: Seat | undefined;
  return async () => {
    const [seat] = await tx.execute<Seat>(sql`
      select current_user::text as role, current_setting('app.office') as office, pg_backend_pid() as backend,
        pg_current_xact_id()::text as transaction`);
    first ??= seat;
    if (JSON.stringify(seat) !== JSON.stringify(first)) {
      booked.strays.push(`${mark}: ${JSON.stringify(first)} and then ${JSON.stringify(seat)}`);
    }
  };
}

const card = (officeId: string, mark: string) =>
  sql`insert into members (office_id, organisation) values (${officeId}, ${mark})`;
