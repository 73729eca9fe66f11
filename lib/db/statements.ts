import { drizzle } from "drizzle-orm/node-postgres";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type pg from "pg";
import { log } from "@/lib/log";

/** What a statement answers: its rows, and how many it returned or changed. */
type Rows<T> = T[] & { count: number };

interface RowsResult extends PgQueryResultHKT {
  type: Rows<this["row"] extends Record<string, unknown> ? this["row"] : Record<string, unknown>>;
}

/** A transaction. Queries inside it never touch the pool: they would see another connection. */
export type Tx = Omit<PgDatabase<RowsResult>, "transaction">;

let named = true;

/**
 * Stops using prepared statements until the process ends: behind a pooler in transaction mode each
 * transaction may get another connection, which does not have them.
 */
export function doWithoutNames(): void {
  if (named) log().warn("a pooler loses the names of statements: the database is asked without names now");
  named = false;
}

/**
 * The statements of one transaction, on its one connection. Each is sent at once, without waiting for earlier
 * answers, and they run in order. None runs once the transaction has ended, since the connection then serves
 * somebody else.
 */
export class Statements {
  /** The transaction as drizzle sees it. */
  readonly tx: Tx;
  #last: Promise<unknown> = Promise.resolve();
  #failure: unknown;
  #over = false;

  constructor(private readonly connection: pg.PoolClient) {
    /* drizzle uses only the client's `query`, and returns what it gives. */
    this.tx = drizzle({ client: this as unknown as pg.PoolClient }) as unknown as Tx;
  }

  query(statement: pg.QueryConfig & { rowMode?: "array" }, values: unknown[] = []): Promise<unknown> {
    if (this.#over) return Promise.reject(new Error("a statement came after the end of its transaction"));
    if (values.includes(undefined)) return Promise.reject(new TypeError("a parameter is undefined"));
    const answer = this.#ask(statement, values);
    const noted = answer.catch((error: unknown) => {
      this.#failure ??= error;
    });
    this.#last = this.#last.then(() => noted);
    return answer;
  }

  async #ask(statement: pg.QueryConfig & { rowMode?: "array" }, values: unknown[]): Promise<unknown> {
    if (this.#failure) throw this.#failure;
    const asked = named ? statement : { ...statement, name: undefined };
    const result = await this.connection.query(asked, values);
    /* With a row mode drizzle maps the rows itself. */
    if (statement.rowMode) return result;
    return Object.defineProperty(result.rows, "count", { value: result.rowCount ?? 0 });
  }

  /**
   * Waits for the statements under way and refuses further ones.
   *
   * @throws what the first failed statement threw, even if the caller ignored it: the transaction can no
   *   longer be committed.
   */
  async finish(): Promise<void> {
    this.#over = true;
    await this.#last;
    if (this.#failure) throw this.#failure;
  }
}
