import pg from "pg";

type Row = pg.QueryResultRow;
/** `count` is the number of rows returned or changed. */
type Rows<T> = T[] & { count: number };
/** A tagged template that runs immediately: `${}` is a parameter, or a `part`. */
export type Queries = <T extends Row = Row>(
  strings: TemplateStringsArray,
  ...values: unknown[]
) => Promise<Rows<T>>;
export type Database = Queries & {
  /** A transaction on a connection of its own. */
  begin<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
  end(): Promise<void>;
};

type Runner = <T extends Row>(query: pg.QueryConfig) => Promise<pg.QueryResult<T>>;

/**
 * Opens a pool. With `pg`: `postgres` ends the process when the database drops a connection within a
 * transaction, and this server has to outlast its database.
 *
 * @param max connections; with one it is kept for good.
 */
export function openPool(url: string, max: number): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    idleTimeoutMillis: max === 1 ? 0 : 60_000,
    connectionTimeoutMillis: 10_000,
    application_name: "brevduva-jobs",
  });
  // The statement on a broken connection rejects; the event only repeats it.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));

  return Object.assign(
    queries((query) => pool.query(query)),
    {
      begin: <T>(work: (tx: Queries) => Promise<T>) => transact(pool, work),
      end: () => pool.end(),
    },
  );
}

async function transact<T>(pool: pg.Pool, work: (tx: Queries) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(queries((query) => client.query(query)));
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function queries(run: Runner): Queries {
  return async <T extends Row>(strings: TemplateStringsArray, ...values: unknown[]) => {
    const parameters: unknown[] = [];
    const text = compile({ strings, values }, parameters);
    const result = await run<T>(
      parameters.length === 0 ? { text } : { text, values: parameters, name: nameOf(text) },
    );
    return Object.assign(result.rows ?? [], { count: result.rowCount ?? 0 });
  };
}

class Part {
  constructor(
    readonly strings: TemplateStringsArray,
    readonly values: unknown[],
  ) {}
}

/** A piece of a statement, with parameters of its own. */
export function part(strings: TemplateStringsArray, ...values: unknown[]): Part {
  return new Part(strings, values);
}

function compile({ strings, values }: Pick<Part, "strings" | "values">, parameters: unknown[]): string {
  return strings.reduce((text, piece, i) => {
    const value = values[i - 1];
    if (value instanceof Part) return text + compile(value, parameters) + piece;
    parameters.push(value);
    return `${text}$${parameters.length}${piece}`;
  });
}

/** Statements with the same text are prepared once per connection. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return name;
}
