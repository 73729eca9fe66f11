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
 * Names no statement any more, for as long as the program runs: a pooler before the database gives another
 * connection to each transaction, and does not know which statements have a name on which.
 */
export function doWithoutNames(): void {
  if (named) log().warn("a pooler loses the names of statements: the database is asked without names now");
  named = false;
}

/**
 * The statements of one transaction, on its one connection. They leave as they are asked for, without
 * waiting for the answers to those before them, and run one after the other. None runs once the
 * transaction is over: by then the connection serves somebody else.
 */
export class Statements {
  /** The transaction as drizzle sees it. */
  readonly tx: Tx;
  #last: Promise<unknown> = Promise.resolve();
  #failure: unknown;
  #over = false;

  constructor(private readonly connection: pg.PoolClient) {
    /* drizzle asks a client for nothing but `query`, and hands on what that answers. */
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
   * Lets what has been asked for finish and takes no more.
   *
   * @throws what the first statement that failed threw, also when the caller has passed over it: the
   *   transaction cannot be committed any more.
   */
  async finish(): Promise<void> {
    this.#over = true;
    await this.#last;
    if (this.#failure) throw this.#failure;
  }
}
